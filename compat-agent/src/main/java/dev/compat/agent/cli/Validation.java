package dev.compat.agent.cli;

import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.ObservedClass;
import dev.compat.agent.weave.OriginalClass;
import dev.compat.config.CompatConfig;
import dev.compat.config.ConfigException;
import dev.compat.config.Nearest;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.observe.ObservedContext;
import dev.compat.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that can be said of a configuration without starting an application. */
final class Validation {

  private final Path file;
  private final List<Path> in;
  private final @Nullable String tenants;
  private final Findings findings = new Findings();
  private final List<OriginalClass> originals = new ArrayList<>();

  /**
   * Of one configuration.
   *
   * @param in where the legacy classes are
   * @param tenants the file of those who call, as {@link Population} reads it; null for none
   */
  Validation(Path file, List<Path> in, @Nullable String tenants) {
    this.file = file;
    this.in = in;
    this.tenants = tenants;
  }

  Findings findings() {
    try {
      CompatConfig config = CompatConfig.read(file);
      findings.checked("configuration " + file);
      config(config);
    } catch (ConfigException e) {
      findings.problems().addAll(e.problems());
      findings.unchecked("flags, plugins and state: " + file + " does not say which");
    }
    return findings;
  }

  private void config(CompatConfig config) {
    Flags flags = flags(config);
    List<AdapterClass> adapters = adapters(config.plugins());
    if (flags != null && adapters != null) {
      names(flags, config.flags(), adapters);
      retired(flags, adapters);
      floors(flags);
    } else {
      findings.unchecked("flags and migrations against each other: not all could be read");
    }
    fit(
        adapters == null ? List.of() : adapters,
        new RoutePermits(flags == null ? Flags.none() : flags, findings),
        observed(config));
    state(config.state());
  }

  private @Nullable Flags flags(CompatConfig config) {
    Path path = config.flags();
    if (config.needsNoFlags() && Files.notExists(path)) {
      return Flags.none();
    }
    try {
      Flags flags = Flags.parse(path);
      findings.checked("flags " + path + ": " + names(flags));
      Population population =
          tenants == null ? null : Population.read(tenants, findings.problems());
      new Shares(findings, population).check(flags);
      return flags;
    } catch (ConfigException e) {
      findings.problems().addAll(e.problems());
      return null;
    }
  }

  private static String names(Flags flags) {
    return flags.all().isEmpty()
        ? "none"
        : flags.all().stream().map(Flag::name).collect(Collectors.joining(", "));
  }

  /** The adapters of all plugins; {@code null} when not all could be read. */
  private @Nullable List<AdapterClass> adapters(List<CompatConfig.Plugin> configured) {
    List<AdapterClass> adapters = new ArrayList<>();
    boolean complete = true;
    for (CompatConfig.Plugin each : configured) {
      Plugin plugin = Plugin.read(each, findings.problems());
      if (plugin == null) {
        complete = false;
      } else {
        adapters.addAll(plugin.adapters());
        originals.addAll(plugin.originals());
        findings.checked("plugin " + plugin + ": " + names(plugin.adapters()));
      }
    }
    return complete ? adapters : null;
  }

  private static String names(List<AdapterClass> adapters) {
    return adapters.stream()
        .map(adapter -> adapter.name() + " replaces " + adapter.legacy())
        .collect(Collectors.joining(", "));
  }

  private void names(Flags flags, Path path, List<AdapterClass> adapters) {
    Set<String> flagged = new TreeSet<>();
    flags.all().forEach(flag -> flagged.add(flag.name()));
    Set<String> migrations = new TreeSet<>();
    for (AdapterClass adapter : adapters) {
      if (migrations.add(adapter.migration()) && !flagged.contains(adapter.migration())) {
        findings.problem(
            adapter.where(),
            "migration '" + adapter.migration() + "' has no flag in " + path,
            near(adapter.migration(), flagged, "add the flag"));
      }
    }
    for (Flag flag : flags.all()) {
      if (!migrations.contains(flag.name())) {
        findings.problem(
            flag.where(),
            "flag '" + flag.name() + "' is of no migration: no adapter of the plugins names it",
            near(flag.name(), migrations, "remove the flag or add its plugin"));
      }
    }
  }

  private void retired(Flags flags, List<AdapterClass> adapters) {
    for (Flag flag : flags.all()) {
      if (flag.isRetired()) {
        String legacy =
            adapters.stream()
                .filter(adapter -> adapter.migration().equals(flag.name()))
                .map(adapter -> flag.isOff() ? adapter.name() : adapter.legacy())
                .distinct()
                .collect(Collectors.joining(", "));
        findings.note(
            flag.where() + ": flag '" + flag.name() + "' is retired: delete it and " + legacy);
      }
    }
  }

  private static String near(String word, Set<String> known, String otherwise) {
    return Nearest.to(word, known).map(near -> "did you mean '" + near + "'?").orElse(otherwise);
  }

  private void floors(Flags flags) {
    for (Flag flag : flags.all()) {
      if (flag.asksBelowFloor()) {
        findings.problem(
            flag.where(),
            "flag '"
                + flag.name()
                + "' gives some calls a route below its floor; they get "
                + lower(flag.floor())
                + " all the same",
            "give at least that, or lower 'floor' if legacy may answer again");
      }
    }
  }

  private static String lower(Route route) {
    return route.name().toLowerCase(Locale.ROOT);
  }

  private List<ObservedClass> observed(CompatConfig config) {
    return ObservedClass.of(ObservedContext.checked(config.observe(), findings.problems()));
  }

  private void fit(
      List<AdapterClass> adapters, RoutePermits permits, List<ObservedClass> observed) {
    if (adapters.isEmpty() && observed.isEmpty()) {
      return;
    }
    if (in.isEmpty()) {
      String what = adapters.isEmpty() ? "observed classes" : "adapters against legacy classes";
      findings.unchecked(what + ": give the application with --in app.jar");
      adapters.forEach(permits::check);
      return;
    }
    try (LegacyClasses legacy = LegacyClasses.open(in, findings.problems())) {
      LegacyFit fit = new LegacyFit(legacy, in, permits, findings);
      fit.check(adapters);
      originals.forEach(fit::check);
      new ObservedFit(legacy, in, findings).check(observed);
    }
  }

  private void state(@Nullable Path path) {
    if (path == null) {
      findings.unchecked(
          "state: none is configured, so no command reaches the processes and no decision outlives"
              + " them; add 'state: state/'");
      return;
    }
    if (!writable(path)) {
      findings.problem(
          path.toString(),
          "the state folder cannot be written by " + System.getProperty("user.name"),
          "give it to the user that runs the application");
    }
    StateFolder.at(path)
        .decisions()
        .problems()
        .forEach(problem -> findings.problem(path.toString(), problem, "see 'status'"));
    findings.checked("state " + path);
  }

  private static boolean writable(Path path) {
    Path existing = path.toAbsolutePath();
    while (existing.getParent() != null && Files.notExists(existing)) {
      existing = existing.getParent();
    }
    return Files.isDirectory(existing) && Files.isWritable(existing);
  }
}
