package dev.compat.flag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a path of properties from an argument or from the legacy object. A {@code null} on the
 * way ends it.
 */
final class PathReader implements Reader {
  private final Reader start;
  private final Step[] steps;

  private PathReader(Reader start, List<String> path) {
    this.start = start;
    this.steps = path.stream().map(Step::parse).toArray(Step[]::new);
  }

  static PathReader of(ReaderSpec.Argument spec) {
    int index = spec.index();
    return new PathReader(call -> call.argument(index), spec.path());
  }

  static PathReader of(ReaderSpec.Receiver spec) {
    return new PathReader(CallContext::receiver, spec.path());
  }

  @Override
  public @Nullable Object read(CallContext call) throws Throwable {
    Object value = start.read(call);
    for (int i = 0; i < steps.length && value != null; i++) {
      value = steps[i].of(value);
    }
    return value;
  }
}
