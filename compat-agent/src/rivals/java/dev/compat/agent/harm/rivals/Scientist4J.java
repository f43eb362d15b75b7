package dev.compat.agent.harm.rivals;

import com.github.rawls238.scientist4j.Experiment;
import com.github.rawls238.scientist4j.Result;
import dev.compat.agent.harm.Arm;
import dev.compat.agent.harm.Contender;
import dev.compat.agent.harm.Promise;
import dev.compat.agent.harm.Sides;
import java.util.function.Supplier;

/** Scientist4J 0.6: both sides on the caller's thread, in either order. */
public class Scientist4J implements Contender {

  /** By {@code runAsync}: both sides in its pool. */
  public static final class Async extends Scientist4J {
    @Override
    Object run(Experiment<Object> experiment, Supplier<Object> legacy, Supplier<Object> candidate)
        throws Exception {
      return experiment.runAsync(legacy, candidate);
    }
  }

  @Override
  public final Arm shadow(Promise promise) {
    Experiment<Object> experiment =
        new Experiment<>(promise.name()) {
          @Override
          protected void publish(Result<Object> result) {
            Sides.report();
          }
        };
    return given -> {
      try {
        return run(
            experiment, Rethrown.legacy(promise, given), Rethrown.replacement(promise, given));
      } catch (Exception thrown) {
        throw Rethrown.<RuntimeException>unchecked(thrown);
      }
    };
  }

  Object run(Experiment<Object> experiment, Supplier<Object> legacy, Supplier<Object> candidate)
      throws Exception {
    return experiment.run(legacy, candidate);
  }

  @Override
  public boolean has(Promise promise) {
    return !Absent.inLibraries(promise);
  }
}
