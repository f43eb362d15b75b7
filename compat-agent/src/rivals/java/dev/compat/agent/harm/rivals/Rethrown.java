package dev.compat.agent.harm.rivals;

import dev.compat.agent.harm.Arm;
import dev.compat.agent.harm.Promise;
import dev.compat.agent.harm.Sides;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** The two sides as suppliers, which may throw what suppliers do not declare. */
final class Rethrown {

  private Rethrown() {}

  static Supplier<Object> legacy(Promise promise, List<Object> given) {
    return supplier(each -> Sides.legacy(promise.name(), each), given);
  }

  static Supplier<Object> replacement(Promise promise, List<Object> given) {
    return supplier(each -> Sides.replacement(promise.name(), each), given);
  }

  private static Supplier<Object> supplier(Arm arm, List<Object> given) {
    return () -> {
      try {
        return arm.answer(given);
      } catch (IOException checked) {
        throw Rethrown.<RuntimeException>unchecked(checked);
      }
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <X extends Throwable> X unchecked(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
