package dev.compat.planted;

import dev.compat.compare.Difference;
import dev.compat.compare.Outcome;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A legacy method, its replacement, and calls of them; each call is made anew for each arm.
 *
 * @param differs a call by which the two differ; for identical copies, any call
 * @param agrees a call of the same method by which they do not; null where there is none
 * @param path where they differ; null for identical copies
 * @param kind in what respect; null for identical copies
 */
public record Pair(
    String name,
    Arm legacy,
    Arm replacement,
    Supplier<Call> differs,
    Supplier<Call> agrees,
    String path,
    Difference.Kind kind) {

  /** One side, as a function over the receiver (null for a static method) and the arguments. */
  @FunctionalInterface
  public interface Arm {
    Object run(Object receiver, Object[] arguments) throws Throwable;

    /** Runs one call and says what it did and what it left behind. */
    default Outcome outcome(Call call) {
      Outcome outcome;
      try {
        outcome = Outcome.returned(run(call.receiver(), call.arguments()));
      } catch (Throwable thrown) {
        outcome = Outcome.threw(thrown);
      }
      return outcome.leaving(call.receiver(), call.arguments());
    }
  }

  /** What one call is made with. */
  public record Call(Object receiver, Object... arguments) {
    @Override
    public String toString() {
      return receiver + Arrays.toString(arguments);
    }
  }

  static Call with(Object... arguments) {
    return new Call(null, arguments);
  }

  static Call on(Object receiver, Object... arguments) {
    return new Call(receiver, arguments);
  }

  interface One<A> {
    Object run(A argument) throws Throwable;
  }

  interface Two<A, B> {
    Object run(A first, B second) throws Throwable;
  }

  /** A method of one argument. */
  static <A> Draft one(String name, One<A> legacy, One<A> replacement) {
    return new Draft(name, arm(legacy), arm(replacement));
  }

  /** A method of two arguments. */
  static <A, B> Draft two(String name, Two<A, B> legacy, Two<A, B> replacement) {
    return new Draft(name, arm(legacy), arm(replacement));
  }

  /** An instance method of one argument. */
  static <S, A> Draft method(String name, Two<S, A> legacy, Two<S, A> replacement) {
    return new Draft(name, ofObject(legacy), ofObject(replacement));
  }

  @SuppressWarnings("unchecked") // the calls of a pair fit its arms
  private static <A> Arm arm(One<A> arm) {
    return (receiver, arguments) -> arm.run((A) arguments[0]);
  }

  @SuppressWarnings("unchecked")
  private static <A, B> Arm arm(Two<A, B> arm) {
    return (receiver, arguments) -> arm.run((A) arguments[0], (B) arguments[1]);
  }

  @SuppressWarnings("unchecked")
  private static <S, A> Arm ofObject(Two<S, A> arm) {
    return (receiver, arguments) -> arm.run((S) receiver, (A) arguments[0]);
  }

  @Override
  public String toString() {
    return name;
  }

  /** A pair whose calls are yet to be said. */
  record Draft(String name, Arm legacy, Arm replacement) {

    Shown shownBy(Supplier<Call> call) {
      return new Shown(this, call, null);
    }

    /** A pair that does not differ. */
    Pair sameBy(Supplier<Call> call) {
      return new Pair(name, legacy, replacement, call, null, null, null);
    }
  }

  /** A pair whose place is yet to be said. */
  record Shown(Draft draft, Supplier<Call> call, Supplier<Call> other) {

    Shown notBy(Supplier<Call> agreeing) {
      return new Shown(draft, call, agreeing);
    }

    Pair at(String path, Difference.Kind kind) {
      return new Pair(draft.name, draft.legacy, draft.replacement, call, other, path, kind);
    }
  }
}
