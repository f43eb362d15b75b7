package dev.compat.embed;

import dev.compat.background.DaemonThreads;
import dev.compat.background.Log;
import dev.compat.config.CompatConfig;
import dev.compat.config.ConfigException;
import dev.compat.config.Problem;
import dev.compat.control.Control;
import dev.compat.control.Rinse;
import dev.compat.evidence.Evidence;
import dev.compat.recording.FileRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The library at work in an application, without an agent. Applications use it through {@link
 * dev.compat.Compat}.
 */
public final class Embedding implements AutoCloseable {

  private static final Log log = Log.of(Embedding.class);
  private static final String NOT_OPEN = "not open, legacy answers every call: {}";
  private static final String PART = "embedded";

  private final Courses courses = new Courses();
  private final @Nullable Evidence evidence;
  private final List<String> refused;
  private final @Nullable Control control;

  private Embedding(CompatConfig config) {
    FileRecorder recorder = FileRecorder.of(config);
    Evidence kept = Evidence.of(config, recorder);
    this.evidence = kept;
    this.refused = List.of();
    this.control = Control.start(config, courses, kept, recorder, PART, folder -> {});
  }

  private Embedding(List<String> refused) {
    this.evidence = null;
    this.refused = List.copyOf(refused);
    this.control = null;
    this.refused.forEach(problem -> log.error(NOT_OPEN, problem));
    Log.flush();
  }

  /** Never throws: where the configuration cannot be had, legacy answers every call. */
  public static Embedding open(Path file) {
    try {
      // Now, since a library that is missing must not be missed by whoever declares a join point.
      new Evidence(false).joinPoint(PART, PART);
      return new Embedding(CompatConfig.readEmbedded(file));
    } catch (ConfigException refused) {
      return new Embedding(refused.problems().stream().map(Problem::toString).toList());
    } catch (NoClassDefFoundError missing) {
      return new Embedding(
          List.of(
              "class "
                  + String.valueOf(missing.getMessage()).replace('/', '.')
                  + " is missing; add the libraries that compat-core needs to the class path"));
    } catch (RuntimeException | LinkageError failure) {
      return new Embedding(List.of(file + ": " + failure));
    }
  }

  /** The migration of that name, the same every time. */
  public Migration migration(String name) {
    return courses.get(name, this::newMigration);
  }

  private Migration newMigration(String name) {
    Course course = new Course(name, evidence, work -> DaemonThreads.daemon("compat-shadow", work));
    return new Migration(name, course);
  }

  /** What is wrong at present, a line each. */
  public List<String> problems() {
    return control == null ? refused : control.problems();
  }

  /** Waits until what was declared before follows its flags; false if it does not in time. */
  public boolean await(Duration atMost) throws InterruptedException {
    return control != null && control.await(atMost);
  }

  /** Sends every call to legacy, or to its floor, and ends all threads after a last word. */
  @Override
  public void close() {
    if (control != null) {
      control.close();
    }
    courses.end();
    Log.flush();
    Rinse.handles(String.class);
  }
}
