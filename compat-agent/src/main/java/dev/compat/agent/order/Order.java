package dev.compat.agent.order;

import dev.compat.config.CompatConfig;
import dev.compat.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a running JVM is to do. Travels as text by its key, since the entry point that takes it may
 * be that of an older version. Immutable.
 *
 * @param verb attach or detach
 * @param jar the agent jar to run; null is that of the entry point
 * @param config the configuration to run with; null where the JVM's own settings name it
 * @param state the state folder in place of the configuration's; null leaves that
 * @param observe what is observed besides; without a configuration, that alone
 * @param patience how long calls that are under way may take to end before a detach gives up
 * @param folder where the answer goes; null where nobody waits for one
 */
public record Order(
    Verb verb,
    @Nullable Path jar,
    @Nullable Path config,
    @Nullable Path state,
    List<String> observe,
    Duration patience,
    @Nullable Path folder) {

  /** What is asked. */
  public enum Verb {
    /** To weave what the configuration says. */
    ATTACH,
    /** To leave, and leave nothing behind. */
    DETACH
  }

  private static final String VERB = "verb";
  private static final String JAR = "jar";
  private static final String CONFIG = "config";
  private static final String STATE = "state";
  private static final String OBSERVE = "observe";
  private static final String PATIENCE = "patience";
  private static final String FOLDER = "folder";
  private static final Duration USUAL_PATIENCE = Duration.ofSeconds(10);

  public Order {
    observe = List.copyOf(observe);
  }

  /** The order in {@code text}; what is missing is as usual. */
  public static Order of(Map<String, String> text) {
    String millis = text.get(PATIENCE);
    return new Order(
        "detach".equals(text.get(VERB)) ? Verb.DETACH : Verb.ATTACH,
        path(text.get(JAR)),
        path(text.get(CONFIG)),
        path(text.get(STATE)),
        Objects.requireNonNullElse(text.get(OBSERVE), "").lines().toList(),
        millis == null ? USUAL_PATIENCE : Duration.ofMillis(Long.parseLong(millis)),
        path(text.get(FOLDER)));
  }

  /** The order as text by key, without what is null. */
  public Map<String, String> text() {
    Map<String, String> text = new HashMap<>();
    text.put(VERB, verb == Verb.DETACH ? "detach" : "attach");
    put(text, JAR, jar);
    put(text, CONFIG, config);
    put(text, STATE, state);
    text.put(OBSERVE, String.join("\n", observe));
    text.put(PATIENCE, Long.toString(patience.toMillis()));
    put(text, FOLDER, folder);
    return text;
  }

  /**
   * The configuration to run with: that of {@code file}, and what is ordered besides.
   *
   * @param file null where there is only something to observe
   * @throws ConfigException with all that is wrong with either
   */
  public CompatConfig config(@Nullable Path file) throws ConfigException {
    CompatConfig observing = CompatConfig.observing(Path.of("--observe"), observe, state);
    return file == null ? observing : CompatConfig.read(file).with(observing);
  }

  private static void put(Map<String, String> text, String key, @Nullable Path path) {
    if (path != null) {
      text.put(key, path.toString());
    }
  }

  private static @Nullable Path path(@Nullable String text) {
    return text == null || text.isBlank() ? null : Path.of(text);
  }
}
