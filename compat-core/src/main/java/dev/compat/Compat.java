package dev.compat;

import dev.compat.embed.Embedding;
import dev.compat.embed.Migration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The library at work in an application that edits its own call sites: the way without an agent.
 *
 * <p>One for each application, opened when it starts and closed when it ends. A daemon thread of
 * its own follows the flag file and the state folder, and writes heartbeats, evidence and reports,
 * all as the agent does; the same command line reads them. Methods woven by an agent are not its
 * business, nor are its join points an agent's.
 *
 * <p>Safe for use by several threads. Nothing here fails the application: where something is wrong,
 * legacy answers, the log says so once, and {@link #problems} says it too.
 */
public final class Compat implements AutoCloseable {

  private final Embedding embedding;

  private Compat(Embedding embedding) {
    this.embedding = embedding;
  }

  /**
   * Opens on a configuration, of which {@code flags}, {@code state}, {@code values} and {@code
   * report} mean something here: plugins and observed classes are the agent's, and a file that
   * names any is refused.
   *
   * <p>Reads that one file; flags come into force within a moment, in the background, and until
   * then legacy answers. Never throws: a file that is refused leaves every call with legacy.
   *
   * @param compatYaml relative paths in it resolve against its folder
   */
  public static Compat open(Path compatYaml) {
    return new Compat(Embedding.open(compatYaml));
  }

  /**
   * The migration of that name, and so with the flag of that name; the same object every time.
   * Without such a flag it is legacy's.
   */
  public Migration migration(String name) {
    return embedding.migration(name);
  }

  /**
   * Waits until all that was declared before follows its flag, for what must not begin with legacy:
   * a test, or a program that ends soon.
   *
   * @return false if that has not come about in time, or the configuration was refused
   */
  public boolean await(Duration atMost) throws InterruptedException {
    return embedding.await(atMost);
  }

  /** What is wrong at present, a line each with its remedy; empty when all is well. */
  public List<String> problems() {
    return embedding.problems();
  }

  /**
   * Ends all threads after a last heartbeat. From then on legacy answers every call, or the route
   * that is a flag's floor. Waits a few seconds at the most. May be called again, to no effect.
   */
  @Override
  public void close() {
    embedding.close();
  }
}
