package dev.compat.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The agent's configuration, {@code compat.yaml}: what is woven and where things are kept.
 *
 * @param file the file it was read from
 * @param plugins the plugin jars, in the order given; default none
 * @param flags the flag file; default {@code flags.yaml} beside {@code file}
 * @param state the writable folder for what operators decided and processes did; default none
 * @param values what evidence may keep of arguments and results; default {@link Values#NONE}
 * @param redact what is taken out of values that are kept redacted
 * @param retain how long evidence is kept; default 30 days
 * @param report the time between two readable reports; default ten minutes
 * @param observe the classes and methods that are measured while nothing replaces them; default
 *     none
 */
public record CompatConfig(
    Path file,
    List<Plugin> plugins,
    Path flags,
    @Nullable Path state,
    Values values,
    Redact redact,
    Duration retain,
    Duration report,
    List<Observed> observe) {

  private static final String MISSING =
      "name another with -javaagent:compat-agent.jar=compat.yaml, -Dcompat.config or"
          + " COMPAT_CONFIG";

  private static final String NO_FILE = "create it, or open another";
  private static final Duration RETAIN = Duration.ofDays(30);
  private static final List<String> AGENTS = List.of("plugins", "observe");

  public CompatConfig {
    plugins = List.copyOf(plugins);
    observe = List.copyOf(observe);
  }

  /**
   * A configuration that observes and does nothing else.
   *
   * @param origin what to call it in messages: the option that it is from
   * @param names classes, or methods as {@code com.acme.LegacyPricing#quote}
   * @param state the writable folder that the evidence goes to
   * @throws ConfigException if a name is none
   */
  public static CompatConfig observing(Path origin, List<String> names, @Nullable Path state)
      throws ConfigException {
    List<Observed> observe = new ArrayList<>();
    for (String name : names) {
      observe.add(Observed.of(name, origin.toString()));
    }
    Path flags = origin.resolveSibling("flags.yaml");
    return new CompatConfig(
        origin,
        List.of(),
        flags,
        state,
        Values.NONE,
        Redact.NOTHING,
        RETAIN,
        Duration.ofMinutes(10),
        observe);
  }

  /** Whether nothing is missing where there is no flag file: all that is to be done is observe. */
  public boolean needsNoFlags() {
    return plugins.isEmpty() && !observe.isEmpty();
  }

  /** This, and what {@code more} observes; in its state folder, if it has one. */
  public CompatConfig with(CompatConfig more) {
    List<Observed> all = new ArrayList<>(observe);
    all.addAll(more.observe);
    Path folder = more.state == null ? state : more.state;
    return new CompatConfig(file, plugins, flags, folder, values, redact, retain, report, all);
  }

  /**
   * A plugin jar.
   *
   * @param path the jar
   * @param sha256 what its content must hash to, 64 lower-case hex digits, where given
   * @param where the file and line that name it
   */
  public record Plugin(Path path, @Nullable String sha256, String where) {}

  /** What evidence may keep of arguments and results. */
  public enum Values {
    /** Their shapes only. */
    NONE,
    /** What {@link Redact} leaves of them. */
    REDACTED,
    /** Everything. */
    ALL
  }

  /**
   * Reads and validates a configuration; relative paths in it resolve against its folder.
   *
   * @throws ConfigException with all that is wrong with it
   */
  public static CompatConfig read(Path file) throws ConfigException {
    return parse(Document.load(file, MISSING), file, System::getenv);
  }

  /**
   * Reads the configuration of an application that embeds the library: nothing is woven there.
   *
   * @throws ConfigException with all that is wrong with it, what is only the agent's included
   */
  public static CompatConfig readEmbedded(Path file) throws ConfigException {
    return parse(Document.load(file, NO_FILE), file, System::getenv, AGENTS);
  }

  static CompatConfig parse(String text, Path file, Function<String, @Nullable String> environment)
      throws ConfigException {
    return parse(text, file, environment, List.of());
  }

  static CompatConfig parse(
      String text, Path file, Function<String, @Nullable String> environment, List<String> refused)
      throws ConfigException {
    Document document = Document.parse(text, file.toString(), environment);
    Section root = document.root();
    refused.forEach(key -> refuse(key, root.get(key)));
    root.keys("plugins", "flags", "state", "values", "redact", "retain", "report", "observe");
    Values values = root.choice("values", Values.class, Values.NONE);
    CompatConfig config =
        new CompatConfig(
            file,
            root.items("plugins").stream().flatMap(item -> plugin(file, item)).toList(),
            Objects.requireNonNullElse(
                path(file, root.get("flags")), file.resolveSibling("flags.yaml")),
            path(file, root.get("state")),
            values,
            Redact.read(values, root),
            root.duration("retain", RETAIN),
            root.duration("report", Duration.ofMinutes(10)),
            root.items("observe").stream().flatMap(Observed::read).toList());
    document.check();
    return config;
  }

  private static void refuse(String key, @Nullable Node node) {
    if (node != null) {
      node.problem(
          "'" + key + "' is for the agent, and nothing is woven here",
          "remove it, or start the application with -javaagent:compat-agent.jar");
    }
  }

  private static Stream<Plugin> plugin(Path file, Node item) {
    if (!item.isMap()) {
      return plugin(path(file, item), null, item);
    }
    Section plugin = item.section();
    plugin.keys("path", "sha256");
    if (plugin.get("path") == null) {
      plugin.problem("a plugin without a path", "add 'path: plugins/name.jar'");
    }
    return plugin(path(file, plugin.get("path")), sha256(plugin.get("sha256")), item);
  }

  private static Stream<Plugin> plugin(@Nullable Path path, @Nullable String sha256, Node item) {
    return path == null ? Stream.empty() : Stream.of(new Plugin(path, sha256, item.where()));
  }

  private static @Nullable String sha256(@Nullable Node node) {
    String text = node == null ? null : node.text();
    if (node == null || text == null) {
      return null;
    }
    String hex = text.toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{64}")) {
      node.problem(
          "'" + text + "' is not a sha256", "write the 64 hex digits that sha256sum prints");
    }
    return hex;
  }

  private static @Nullable Path path(Path file, @Nullable Node node) {
    String text = node == null ? null : node.text();
    if (node == null || text == null) {
      return null;
    }
    if (text.isBlank()) {
      node.problem("an empty path", "write a path or remove the key");
      return null;
    }
    try {
      return file.resolveSibling(text);
    } catch (InvalidPathException e) {
      node.problem("'" + text + "' is not a path", "write a path that this system allows");
      return null;
    }
  }
}
