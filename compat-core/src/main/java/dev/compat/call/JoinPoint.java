package dev.compat.call;

import dev.compat.evidence.Arm;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.flag.Route;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One legacy method with a replacement, as its calls pass through the library.
 *
 * <p>Immutable but for its evidence, which is made for many threads. No method throws anything but
 * what legacy threw.
 */
public final class JoinPoint {

  /** One call in so many has its latency measured: two clock readings cost more than the rest. */
  private static final int LATENCY_ONE_IN = 64;

  private static final long UNTIMED = 0;
  private static final long UNRECORDED = -1;

  private final Router router;
  private final JoinPointEvidence evidence;
  private final Arms arms;
  private final boolean shadowable;

  JoinPoint(Router router, JoinPointEvidence evidence, Arms arms, boolean shadowable) {
    this.router = router;
    this.evidence = evidence;
    this.arms = arms;
    this.shadowable = shadowable;
  }

  /**
   * The two sides of a join point.
   *
   * @param method the legacy method's name
   * @param legacy runs legacy alone
   * @param legacyBeside runs legacy when the new arm runs too: calls inside it stay on legacy
   * @param replacement runs the adapter
   * @param isStatic whether the arguments begin with no receiver
   * @param isVoid whether nothing is returned that could be compared
   */
  public record Arms(
      String method,
      Invoker legacy,
      Invoker legacyBeside,
      Invoker replacement,
      boolean isStatic,
      boolean isVoid) {}

  /** What is in force for a call that begins now; ask once a call. Never throws. */
  public Table table() {
    return router.table();
  }

  /** The route of a call of whose arguments {@code table} looks at none. Never throws. */
  public Route route(Table table) {
    return router.route(this, table, null);
  }

  /** The route of a call with these arguments, the receiver first unless static. Never throws. */
  public Route route(Table table, @Nullable Object[] arguments) {
    try {
      Caller caller = caller(table, arguments.length);
      for (int i = 0; i < arguments.length; i++) {
        caller.take(i, arguments[i]);
      }
      return route(table, caller);
    } catch (Throwable failure) {
      return undecided(failure);
    }
  }

  /**
   * What takes the arguments of a call, for {@link #route(Table, Caller)}.
   *
   * @param count how many there are, the receiver included
   */
  public Caller caller(Table table, int count) {
    return router.caller(this, table, count);
  }

  /** The route of a call with the arguments that {@code caller} has taken. Never throws. */
  public Route route(Table table, Caller caller) {
    return router.route(this, table, caller);
  }

  /** The route of a call whose arguments could not be taken. Never throws. */
  public Route undecided(Throwable failure) {
    return router.undecided(this, failure);
  }

  /** Marks the start of a call that one arm answers: a token for {@link #finished}. */
  public long start() {
    if (router.inCandidate()) {
      return UNRECORDED;
    }
    return ThreadLocalRandom.current().nextInt(LATENCY_ONE_IN) == 0 ? System.nanoTime() : UNTIMED;
  }

  /** Marks the end of a call that {@code arm} answered. */
  public void finished(Arm arm, @Nullable Throwable thrown, long start) {
    if (start == UNRECORDED) {
      return;
    }
    if (start != UNTIMED) {
      evidence.took(arm, System.nanoTime() - start);
    }
    evidence.answered(arm, thrown != null);
  }

  /**
   * Answers a call from legacy, and has the new arm run and compared if the call is sampled.
   *
   * @param table what was in force when the call began
   * @param arguments the receiver, unless static, and the arguments
   * @throws Throwable what legacy threw, the same instance
   */
  public @Nullable Object shadow(Table table, @Nullable Object[] arguments) throws Throwable {
    return router.shadow(this, table, arguments);
  }

  /** Where the arguments begin, behind the receiver if there is one. */
  int firstArgument() {
    return arms.isStatic() ? 0 : 1;
  }

  boolean shadowable() {
    return shadowable;
  }

  JoinPointEvidence evidence() {
    return evidence;
  }

  Arms arms() {
    return arms;
  }
}
