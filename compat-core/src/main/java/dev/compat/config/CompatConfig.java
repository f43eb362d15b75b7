package dev.compat.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
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
 * @param report the time between two readable reports; default ten minutes
 */
public record CompatConfig(
    Path file,
    List<Plugin> plugins,
    Path flags,
    @Nullable Path state,
    Values values,
    Duration report) {

  private static final String MISSING =
      "name another with -javaagent:compat-agent.jar=compat.yaml, -Dcompat.config or"
          + " COMPAT_CONFIG";

  public CompatConfig {
    plugins = List.copyOf(plugins);
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

  static CompatConfig parse(String text, Path file, Function<String, @Nullable String> environment)
      throws ConfigException {
    Document document = Document.parse(text, file.toString(), environment);
    Section root = document.root();
    root.keys("plugins", "flags", "state", "values", "report");
    CompatConfig config =
        new CompatConfig(
            file,
            root.items("plugins").stream().flatMap(item -> plugin(file, item)).toList(),
            Objects.requireNonNullElse(
                path(file, root.get("flags")), file.resolveSibling("flags.yaml")),
            path(file, root.get("state")),
            root.choice("values", Values.class, Values.NONE),
            root.duration("report", Duration.ofMinutes(10)));
    document.check();
    return config;
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
