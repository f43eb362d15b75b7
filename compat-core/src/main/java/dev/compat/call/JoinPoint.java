package dev.compat.call;

import dev.compat.Effect;
import dev.compat.NotHandled;
import dev.compat.compare.Snapshots;
import dev.compat.evidence.Arm;
import dev.compat.evidence.ContextCounts;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.Trials;
import dev.compat.flag.CallContext;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Route;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One legacy method with a replacement, as its calls pass through the library.
 *
 * <p>Immutable but for its evidence, which is made for many threads. No method throws anything but
 * what the arm threw that answers.
 */
public final class JoinPoint {

  /** What {@link #fallBack} says: the caller gets what the replacement threw. */
  public static final int THROWN = 0;

  /** What {@link #fallBack} says: legacy answers, and the replacement has done nothing. */
  public static final int DECLINED = 1;

  /** What {@link #fallBack} says: legacy answers, after the replacement has run and failed. */
  public static final int FAILED = 2;

  /** One call in so many has its latency measured: two clock readings cost more than the rest. */
  private static final int LATENCY_ONE_IN = 64;

  /** How many refusals for one reason in a row make it likely that there will be another. */
  private static final int REFUSALS = 16;

  private static final int RETRY_ONE_IN = 256;

  /** How many probes come early, and how often then. */
  private static final int EARLY_PROBES = 20;

  private static final double EARLY_SHARE = 0.5;

  private static final long UNTIMED = 0;
  private static final long UNRECORDED = -1;

  private final Router router;
  private final JoinPointEvidence evidence;
  private final Arms arms;
  private final AnswerTypes answers;
  private final boolean fallsBackOnFailures;
  private final Permits permits;
  private final Snapshots snapshots;
  private final int kind;
  private volatile @Nullable Counting counting;

  /** Why the last arguments could not be kept. */
  private volatile @Nullable Refusal refusal;

  private int probes;

  /** What is refused for one reason so many times in a row. */
  private record Refusal(int classes, String reason, int times) {}

  /** Where one state of the flag has its context counted. */
  private record Counting(ContextReaders readers, ContextCounts counts) {}

  JoinPoint(
      Router router,
      JoinPointEvidence evidence,
      Arms arms,
      Permits permits,
      AnswerTypes answers,
      Snapshots snapshots) {
    this.router = router;
    this.evidence = evidence;
    this.arms = arms;
    this.answers = answers;
    this.fallsBackOnFailures = permits.replacement() == Effect.NONE;
    this.permits = permits;
    this.snapshots = snapshots;
    this.kind = permits.kind();
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
   * @param stateless the class whose objects are known to keep nothing, so that legacy may run on
   *     another thread than the caller's: of objects of subclasses that is not known; null where
   *     the object does not matter
   * @param isLocked whether a call holds legacy's lock while it is routed, which legacy on another
   *     thread needs
   */
  public record Arms(
      String method,
      Invoker legacy,
      Invoker legacyBeside,
      Invoker replacement,
      boolean isStatic,
      boolean isVoid,
      @Nullable Class<?> stateless,
      boolean isLocked) {

    /** Arms of which legacy may run on any thread, whatever the object. */
    public Arms(
        String method,
        Invoker legacy,
        Invoker legacyBeside,
        Invoker replacement,
        boolean isStatic,
        boolean isVoid) {
      this(method, legacy, legacyBeside, replacement, isStatic, isVoid, null, false);
    }

    private boolean isUnknown(@Nullable Object receiver) {
      return receiver == null || receiver.getClass() != stateless;
    }
  }

  /** What is in force for a call that begins now; ask once a call. Never throws. */
  public Table table() {
    return router.table();
  }

  /** Whether {@link #route(Table, Object[])} has to be asked. Never throws. */
  public boolean looksAtArguments(Table table) {
    return table.looksAtArguments(kind);
  }

  /**
   * The route of a call of whose arguments {@code table} looks at none. Never throws.
   *
   * @return SHADOW or VERIFY only for a call that is to be compared: {@link #both} makes it
   */
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
   * Says what becomes of a call on route FALLBACK whose replacement threw, and counts it.
   *
   * @param start what {@link #start} gave
   * @return {@link #THROWN}, {@link #DECLINED} or {@link #FAILED}
   */
  public int fallBack(Throwable thrown, long start) {
    boolean declined = thrown instanceof NotHandled;
    boolean falls =
        declined
            || (fallsBackOnFailures && !answers.isAnswer(thrown) && !AnswerTypes.isFatal(thrown));
    if (!falls) {
      finished(Arm.NEW, thrown, start);
      return THROWN;
    }
    if (start != UNRECORDED) {
      count(thrown, declined);
    }
    return declined ? DECLINED : FAILED;
  }

  /** At the edge of the stack this may fail; legacy answers all the same. */
  private void count(Throwable thrown, boolean declined) {
    try {
      if (declined) {
        evidence.declined(thrown.getMessage());
      } else {
        evidence.failed(thrown);
      }
    } catch (Throwable ignored) {
      // One fallback is not counted: its caller comes first.
    }
  }

  /**
   * Answers a call from the arm that its route names, and has the other arm run beside it and
   * compared.
   *
   * @param route SHADOW or VERIFY, as {@link #route} gave it
   * @param table what was in force when the call began
   * @param arguments the receiver, unless static, and the arguments
   * @throws Throwable what the answering arm threw, the same instance
   */
  public @Nullable Object both(Route route, Table table, @Nullable Object[] arguments)
      throws Throwable {
    return router.both(this, route == Route.SHADOW ? Arm.LEGACY : Arm.NEW, table, arguments);
  }

  /**
   * Answers a call as its flag says: all of the above, for whoever has its arguments in an array.
   *
   * @param arguments the receiver, unless static, and the arguments
   * @throws Throwable what the answering arm threw, the same instance
   */
  public @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
    Table table = table();
    Route route = looksAtArguments(table) ? route(table, arguments) : route(table);
    if (route == Route.NEW) {
      return recorded(Arm.NEW, arms.replacement(), arguments);
    }
    if (route == Route.LEGACY) {
      return recorded(Arm.LEGACY, arms.legacy(), arguments);
    }
    return route == Route.FALLBACK ? fallingBack(arguments) : both(route, table, arguments);
  }

  private @Nullable Object recorded(Arm arm, Invoker invoker, @Nullable Object[] arguments)
      throws Throwable {
    long start = start();
    Object result;
    try {
      result = invoker.call(arguments);
    } catch (Throwable thrown) {
      finished(arm, thrown, start);
      throw thrown;
    }
    finished(arm, null, start);
    return result;
  }

  private @Nullable Object fallingBack(@Nullable Object[] arguments) throws Throwable {
    long start = start();
    Object result;
    try {
      result = arms.replacement().call(arguments);
    } catch (Throwable thrown) {
      int how = fallBack(thrown, start);
      if (how == THROWN) {
        throw thrown;
      }
      return recorded(Arm.LEGACY, how == DECLINED ? arms.legacy() : arms.legacyBeside(), arguments);
    }
    finished(Arm.NEW, null, start);
    return result;
  }

  /** Counts what was found of a call's context. */
  void count(ContextReaders readers, CallContext context) {
    Counting known = counting;
    if (known == null || known.readers != readers) {
      known = new Counting(readers, evidence.context(readers.specs()));
      counting = known;
    }
    known.counts.count(context);
  }

  /** Makes copies of what this join point's calls are given. */
  Snapshots snapshots() {
    return snapshots;
  }

  /**
   * Whether the arm beside uses a legacy object that keeps something, or of which it is not known
   * what it keeps.
   *
   * @param arguments the receiver, unless static, and the arguments
   */
  boolean usesReceiver(Arm answering, @Nullable Object[] arguments) {
    return (answering == Arm.NEW || permits.isSeen()) && probesReceiver(arguments);
  }

  /** Whether legacy uses such an object. */
  boolean probesReceiver(@Nullable Object[] arguments) {
    return arms.stateless() != null
        && (permits.receiver() != Permits.Receiver.STATELESS || arms.isUnknown(arguments[0]));
  }

  /** Whether an arm on another thread may be given a copy of the legacy object. */
  boolean canCopyReceiver() {
    return permits.isCopied();
  }

  /** Whether what is left of the legacy object is an output of both arms. */
  boolean seesReceiver() {
    return permits.isSeen();
  }

  /** Whether legacy may run once more, on another thread. */
  boolean canProbe() {
    return permits.legacy() == Effect.NONE
        && !arms.isLocked()
        && (permits.receiver() == Permits.Receiver.STATELESS || permits.isCopied());
  }

  /**
   * Whether a trial that begins now is to run legacy once more; the first often, so that what
   * differs from run to run is known early.
   */
  boolean isProbed(double share) {
    if (share <= 0) {
      return false;
    }
    double now = probes < EARLY_PROBES ? Math.max(share, EARLY_SHARE) : share;
    boolean isProbed = ThreadLocalRandom.current().nextDouble() < now;
    probes += isProbed && probes < EARLY_PROBES ? 1 : 0; // may lose some, which means one more
    return isProbed;
  }

  /**
   * Why arguments of these classes are not even tried to be kept in this call; null where they are.
   */
  @Nullable String refusal(int classes) {
    Refusal known = refusal;
    return known != null
            && known.classes == classes
            && known.times >= REFUSALS
            && ThreadLocalRandom.current().nextInt(RETRY_ONE_IN) != 0
        ? known.reason
        : null;
  }

  /**
   * Takes note of why arguments of these classes could not be kept, or that they could: what is
   * never kept is not walked through in every call. Racy, which means a few more walks.
   */
  void refused(int classes, @Nullable String reason) {
    Refusal known = refusal;
    if (reason == null) {
      if (known != null && known.classes == classes) {
        refusal = null;
      }
    } else if (known == null || known.classes != classes || !known.reason.equals(reason)) {
      refusal = new Refusal(classes, reason, 1);
    } else if (known.times < REFUSALS) {
      refusal = new Refusal(classes, reason, known.times + 1);
    }
  }

  /** Where the arguments begin, behind the receiver if there is one. */
  int firstArgument() {
    return arms.isStatic() ? 0 : 1;
  }

  /** Which kind of permits it has. */
  int kind() {
    return kind;
  }

  JoinPointEvidence evidence() {
    return evidence;
  }

  /**
   * What becomes of the calls that {@code answering} answers and the other arm is compared with.
   */
  Trials trials(Arm answering) {
    return answering == Arm.LEGACY ? evidence.shadow() : evidence.verify();
  }

  Arms arms() {
    return arms;
  }
}
