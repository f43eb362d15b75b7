package dev.compat.agent.runtime;

import java.lang.instrument.Instrumentation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has the JVM transform loaded classes again, many at a time since each time stops all threads.
 * What the JVM or another agent refuses of one class does not keep the others back. Confined to its
 * thread.
 */
final class Retransformation {

  private static final int BATCH = 128;

  private final Instrumentation instrumentation;
  private final Map<Class<?>, Throwable> failures = new LinkedHashMap<>();

  private Retransformation(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  /** Transforms {@code classes} again, and gives those that could not be, with the reason. */
  static Map<Class<?>, Throwable> of(List<Class<?>> classes, Instrumentation instrumentation) {
    Retransformation all = new Retransformation(instrumentation);
    for (int from = 0; from < classes.size(); from += BATCH) {
      all.retransform(classes.subList(from, Math.min(from + BATCH, classes.size())));
    }
    return all.failures;
  }

  private void retransform(List<Class<?>> batch) {
    try {
      instrumentation.retransformClasses(batch.toArray(new Class<?>[0]));
    } catch (Throwable failure) {
      if (batch.size() == 1) {
        failures.put(batch.get(0), failure);
      } else {
        int half = batch.size() / 2;
        retransform(batch.subList(0, half));
        retransform(batch.subList(half, batch.size()));
      }
    }
  }
}
