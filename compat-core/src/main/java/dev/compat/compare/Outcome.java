package dev.compat.compare;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one arm of a call did: it returned a value (null for {@code void}) or it threw, and it left
 * the legacy object and the arguments as they are.
 *
 * @param value what it returned; null when it threw
 * @param thrown what it threw; null when it returned
 * @param receiver the legacy object after the call; null where there is none, or it is not looked
 *     at
 * @param arguments the arguments after the call; empty where they are not looked at, and null in
 *     the place of one that is not. Unmodifiable
 */
public record Outcome(
    @Nullable Object value,
    @Nullable Throwable thrown,
    @Nullable Object receiver,
    List<@Nullable Object> arguments) {

  private static final Outcome RETURNED_NULL = new Outcome(null, null, null, List.of());

  public Outcome {
    if (value != null && thrown != null) {
      throw new IllegalArgumentException("an outcome is either a value or a throwable; pass one");
    }
  }

  /** An arm that returned {@code value}. */
  public static Outcome returned(@Nullable Object value) {
    return value == null ? RETURNED_NULL : new Outcome(value, null, null, List.of());
  }

  /** An arm that threw {@code thrown}. */
  public static Outcome threw(Throwable thrown) {
    return new Outcome(null, thrown, null, List.of());
  }

  /**
   * The same, with what was left behind.
   *
   * @param newReceiver the legacy object after the call; null where it is not looked at
   * @param newArguments the arguments after the call, null in the place of those that are not
   *     looked at; not copied, so leave them alone
   */
  public Outcome leaving(@Nullable Object newReceiver, @Nullable Object... newArguments) {
    return new Outcome(value, thrown, newReceiver, Arrays.asList(newArguments));
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
