package dev.compat.control;

import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of this process, as whoever intercepts their calls runs them: woven methods, or
 * call sites that were edited. Asked by the control thread, several times a second.
 */
public interface Migrations {

  /**
   * Brings every migration to where its flag wants it; when it returns, calls obey.
   *
   * @param flags the flag in force of a migration; null where there is none, which is off
   */
  void follow(Function<String, @Nullable Flag> flags);

  /**
   * Has methods observed, or leaves them alone; called before {@link #follow}.
   *
   * @return whether they are observed from now on; false where there are none
   */
  default boolean observe(boolean wanted) {
    return false;
  }

  /** The classes that are to be observed. */
  default Collection<String> observed() {
    return List.of();
  }

  /** How each migration stands, in the class loader where it stands worst. */
  Map<String, Standing> standings();

  /** The version of the replacements of every migration there is. */
  Map<String, String> versions();

  /** What is wrong at present, a line each; whoever asks says what is new. */
  List<String> problems(Flags flags);

  /** What has been wrong since it was found, a line each; it has been said. From any thread. */
  List<String> refusals();
}
