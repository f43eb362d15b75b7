package dev.compat.compare;

import org.jspecify.annotations.Nullable;

/**
 * What one arm of a call did: it returned a value (null for {@code void}) or it threw.
 *
 * @param value what it returned; null when it threw
 * @param thrown what it threw; null when it returned
 */
public record Outcome(@Nullable Object value, @Nullable Throwable thrown) {

  private static final Outcome RETURNED_NULL = new Outcome(null, null);

  public Outcome {
    if (value != null && thrown != null) {
      throw new IllegalArgumentException("an outcome is either a value or a throwable; pass one");
    }
  }

  /** An arm that returned {@code value}. */
  public static Outcome returned(@Nullable Object value) {
    return value == null ? RETURNED_NULL : new Outcome(value, null);
  }

  /** An arm that threw {@code thrown}. */
  public static Outcome threw(Throwable thrown) {
    return new Outcome(null, thrown);
  }

  /** Whether the arm threw. */
  public boolean hasThrown() {
    return thrown != null;
  }

  /** Names types only, so that no value reaches a log by accident. */
  @Override
  public String toString() {
    if (thrown != null) {
      return "threw " + thrown.getClass().getName();
    }
    return value == null ? "returned null" : "returned a " + value.getClass().getTypeName();
  }
}
