package dev.compat.embed;

import dev.compat.Effect;
import dev.compat.LegacyState;
import dev.compat.SafeToShare;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Declares a join point of two lambdas: what each does besides answering, and then the two of them.
 *
 * <p>Made by {@link Migration#joinPoint}, once for each join point: what {@code of} returns is kept
 * in a field and called there where legacy was called. The arms get their arguments from the call,
 * so that in {@code SHADOW} the replacement is given copies of those that legacy might change; a
 * lambda that holds an argument instead, say a list, has none. Confined to one thread; what {@code
 * of} returns is for any number of threads, if the arms are.
 */
@SuppressWarnings({"unchecked", "NullAway"}) // an arm is given what the caller gave
public final class JoinPointBuilder {

  private final Course course;
  private final String name;
  private Effect replacementEffects = Effect.POSSIBLE;
  private Effect legacyEffects = Effect.POSSIBLE;
  private final List<Class<?>> answers = new ArrayList<>();
  private final List<Class<?>> shared = new ArrayList<>();
  private LegacyState state = LegacyState.UNDECLARED;
  private boolean sharesNothingMutable;
  private boolean isVoid;

  JoinPointBuilder(Course course, String name) {
    this.course = course;
    this.name = name;
  }

  /**
   * Declares what the replacement does besides answering; default {@link Effect#POSSIBLE}, with
   * which nothing is shadowed.
   */
  public JoinPointBuilder replacementEffects(Effect effects) {
    replacementEffects = effects;
    return this;
  }

  /** Declares what legacy does besides answering; default {@link Effect#POSSIBLE}. */
  public JoinPointBuilder legacyEffects(Effect effects) {
    legacyEffects = effects;
    return this;
  }

  /**
   * Lists unchecked exceptions, with their subclasses, that are answers and not failures of the
   * replacement; default none. A checked exception is always an answer: the join point declares it.
   */
  @SafeVarargs
  public final JoinPointBuilder answers(Class<? extends Throwable>... exceptions) {
    for (Class<? extends Throwable> each : exceptions) {
      answers.add(each);
    }
    return this;
  }

  /**
   * Declares what the replacement has to do with the state of the object that legacy is called on;
   * default {@link LegacyState#UNDECLARED}, with which no route may depend on the call.
   *
   * @throws IllegalArgumentException for {@link LegacyState#PER_RECEIVER}: there is no adapter here
   */
  public JoinPointBuilder legacyState(LegacyState newState) {
    state = Declaration.embedded(newState);
    return this;
  }

  /**
   * Declares that whatever the two lambdas hold, besides the arguments that they are given, is
   * immutable or made for several threads; default: not known. Includes what {@link
   * LegacyState#INDEPENDENT} says.
   *
   * <p>What a lambda holds cannot be seen, and so not be copied either. So without this a join
   * point without arguments is not shadowed, and legacy runs on no thread but the caller's.
   */
  public JoinPointBuilder sharingNothingMutable() {
    sharesNothingMutable = true;
    return this;
  }

  /** Declares types whose objects both arms may use at once, as {@link SafeToShare} does. */
  public JoinPointBuilder safeToShare(Class<?>... types) {
    shared.addAll(List.of(types));
    return this;
  }

  /**
   * Declares that the result says nothing: lambdas for a {@code void} method return null. Such
   * calls are never compared, and so never said to match.
   */
  public JoinPointBuilder answeringNothing() {
    isVoid = true;
    return this;
  }

  /** The join point of two arms without arguments. */
  public <R extends @Nullable Object, X extends Throwable> Call0<R, X> of(
      Call0<R, X> legacy, Call0<R, X> replacement) {
    ArmCall routed =
        routed(0, legacy, (a, b, c, d, e) -> legacy.call(), (a, b, c, d, e) -> replacement.call());
    return () -> Routed.<R, X>typed(routed, null, null, null, null, null);
  }

  /** The join point of two arms with one argument. */
  public <A extends @Nullable Object, R extends @Nullable Object, X extends Throwable>
      Call1<A, R, X> of(Call1<A, R, X> legacy, Call1<A, R, X> replacement) {
    ArmCall routed =
        routed(
            1,
            legacy,
            (a, b, c, d, e) -> legacy.call((A) a),
            (a, b, c, d, e) -> replacement.call((A) a));
    return a -> Routed.<R, X>typed(routed, a, null, null, null, null);
  }

  /** The join point of two arms with two arguments. */
  public <
          A extends @Nullable Object,
          B extends @Nullable Object,
          R extends @Nullable Object,
          X extends Throwable>
      Call2<A, B, R, X> of(Call2<A, B, R, X> legacy, Call2<A, B, R, X> replacement) {
    ArmCall routed =
        routed(
            2,
            legacy,
            (a, b, c, d, e) -> legacy.call((A) a, (B) b),
            (a, b, c, d, e) -> replacement.call((A) a, (B) b));
    return (a, b) -> Routed.<R, X>typed(routed, a, b, null, null, null);
  }

  /** The join point of two arms with three arguments. */
  public <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object,
          X extends Throwable>
      Call3<A, B, C, R, X> of(Call3<A, B, C, R, X> legacy, Call3<A, B, C, R, X> replacement) {
    ArmCall routed =
        routed(
            3,
            legacy,
            (a, b, c, d, e) -> legacy.call((A) a, (B) b, (C) c),
            (a, b, c, d, e) -> replacement.call((A) a, (B) b, (C) c));
    return (a, b, c) -> Routed.<R, X>typed(routed, a, b, c, null, null);
  }

  /** The join point of two arms with four arguments. */
  public <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object,
          X extends Throwable>
      Call4<A, B, C, D, R, X> of(
          Call4<A, B, C, D, R, X> legacy, Call4<A, B, C, D, R, X> replacement) {
    ArmCall routed =
        routed(
            4,
            legacy,
            (a, b, c, d, e) -> legacy.call((A) a, (B) b, (C) c, (D) d),
            (a, b, c, d, e) -> replacement.call((A) a, (B) b, (C) c, (D) d));
    return (a, b, c, d) -> Routed.<R, X>typed(routed, a, b, c, d, null);
  }

  /** The join point of two arms with five arguments. */
  public <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object,
          X extends Throwable>
      Call5<A, B, C, D, E, R, X> of(
          Call5<A, B, C, D, E, R, X> legacy, Call5<A, B, C, D, E, R, X> replacement) {
    ArmCall routed =
        routed(
            5,
            legacy,
            (a, b, c, d, e) -> legacy.call((A) a, (B) b, (C) c, (D) d, (E) e),
            (a, b, c, d, e) -> replacement.call((A) a, (B) b, (C) c, (D) d, (E) e));
    return (a, b, c, d, e) -> Routed.<R, X>typed(routed, a, b, c, d, e);
  }

  private ArmCall routed(int arguments, Object lambda, ArmCall legacy, ArmCall replacement) {
    course.seenFrom(lambda);
    return course.add(
        name,
        new Declaration(
            replacementEffects,
            legacyEffects,
            List.of(Exception.class),
            answers,
            shared,
            state,
            sharesNothingMutable,
            arguments > 0,
            isVoid),
        new Packing.Arguments(arguments),
        legacy,
        replacement);
  }
}
