package dev.compat.agent.cli;

import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.compare.CompareRules;
import dev.compat.config.CompatConfig;
import dev.compat.evidence.Report;
import dev.compat.evidence.ReportedGroup;
import dev.compat.flag.FileFlagSource;
import dev.compat.flag.Flag;
import dev.compat.recording.CodecException;
import dev.compat.recording.RecordedCall;
import dev.compat.recording.WrittenTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** Writes a test of a mismatch group: that the adapter answers as legacy did to its example. */
final class RegressionTest {

  private static final String MODULES = "META-INF/services/dev.compat.CompatModule";

  private RegressionTest() {}

  /**
   * Writes the test of one group.
   *
   * @param name of the group in the report, such as {@code M1}
   * @param sources the folder of test sources
   * @return the file
   */
  static Path write(Report report, String name, @Nullable CompatConfig config, Path sources) {
    ReportedGroup group = group(report, name);
    if (config == null) {
      throw new Refusal(
          "which plugin the test is for is in compat.yaml; give it with --config FILE");
    }
    RecordedCall call = call(group, config);
    WrittenTest.Subject subject =
        new WrittenTest.Subject(
            group.name(),
            group.evidence().joinPoint(),
            about(group),
            plugin(group, config),
            rules(group, config));
    Path file = sources.resolve(subject.path());
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, WrittenTest.of(call, subject), StandardOpenOption.CREATE_NEW);
      return file;
    } catch (FileAlreadyExistsException e) {
      throw new Refusal(file + " is there already; delete it, or name another folder with --to");
    } catch (IOException e) {
      throw new Refusal(file + " cannot be written (" + e + "); name another folder with --to");
    }
  }

  private static ReportedGroup group(Report report, String name) {
    List<ReportedGroup> groups = report.groups();
    return groups.stream()
        .filter(one -> one.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    "there is no mismatch group "
                        + name
                        + (groups.isEmpty()
                            ? "; there is none at all"
                            : "; there are M1 to M" + groups.size())));
  }

  private static RecordedCall call(ReportedGroup group, CompatConfig config) {
    String text = group.group().example().call();
    if (text == null) {
      throw new Refusal(
          group.group().example().values()
              ? "the example of "
                  + group.name()
                  + " is not kept as a call: it is too long, or holds what cannot be written"
              : "no values are kept of "
                  + group.name()
                  + ", and a test needs them; write 'values: all' or 'values: redacted' in "
                  + config.file()
                  + ", start again, and wait for the mismatch");
    }
    try {
      RecordedCall call = RecordedCall.parse(text);
      if (!call.redacted().isEmpty()) {
        throw new Refusal(
            "the example of "
                + group.name()
                + " is redacted at "
                + String.join(", ", call.redacted())
                + ", and a test needs what is there");
      }
      return call;
    } catch (CodecException broken) {
      throw new Refusal(
          "the example of " + group.name() + " cannot be read: " + broken.getMessage());
    }
  }

  private static List<String> about(ReportedGroup group) {
    long calls = group.group().calls();
    return List.of(
        "Mismatch "
            + group.name()
            + " of migration "
            + group.evidence().migration()
            + ": "
            + group.group().path()
            + ", "
            + group.group().kind().word()
            + ".",
        "The smallest of "
            + calls
            + (calls == 1 ? " call" : " calls")
            + " that differ so. Written by 'report --junit'.");
  }

  /** The module of the plugin with the adapter; the adapter itself where there is no module. */
  private static String plugin(ReportedGroup group, CompatConfig config) {
    String migration = group.evidence().migration();
    String joinPoint = group.evidence().joinPoint();
    for (CompatConfig.Plugin configured : config.plugins()) {
      Plugin plugin = Plugin.read(configured, new ArrayList<>());
      for (AdapterClass adapter : plugin == null ? List.<AdapterClass>of() : plugin.adapters()) {
        if (adapter.migration().equals(migration) && joinPoint.startsWith(adapter.legacy() + "#")) {
          String module = module(configured.path());
          return module == null ? adapter.name() : module;
        }
      }
    }
    throw new Refusal(
        "no plugin in "
            + config.file()
            + " has an adapter for "
            + joinPoint
            + "; a test is written for adapters alone");
  }

  private static @Nullable String module(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      JarEntry entry = file.getJarEntry(MODULES);
      if (entry == null) {
        return null;
      }
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(file.getInputStream(entry), StandardCharsets.UTF_8))) {
        List<String> names =
            lines
                .lines()
                .map(line -> line.replaceAll("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return names.size() == 1 ? names.get(0) : null;
      }
    } catch (IOException unreadable) {
      return null;
    }
  }

  /** Where the migration's flag has rules, they hold for the test too. */
  private static List<String> rules(ReportedGroup group, CompatConfig config) {
    String migration = group.evidence().migration();
    FileFlagSource flags = new FileFlagSource(config.flags());
    flags.poll();
    Flag flag = flags.current().flag(migration);
    boolean hasRules = flag != null && !flag.compare().equals(CompareRules.NONE);
    return hasRules ? List.of(config.flags().toString(), migration) : List.of();
  }
}
