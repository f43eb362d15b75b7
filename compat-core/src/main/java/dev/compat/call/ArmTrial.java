package dev.compat.call;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Snapshot;
import dev.compat.compare.Snapshots;
import dev.compat.compare.Verdict;
import dev.compat.evidence.Arm;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.SeenShapes;
import dev.compat.evidence.TrialResult;
import dev.compat.evidence.Trials;
import dev.compat.shadow.ShadowPool;
import dev.compat.shadow.Trial;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One trial: of the arm that answers the caller, and of the other one, which a worker runs beside
 * it, or the caller's own thread after it where that is declared. On route SHADOW legacy answers,
 * on route VERIFY the replacement.
 *
 * <p>Made by the caller. Handed over through the pool's queue, which publishes its fields; one
 * worker at a time has it from there on. Its result counts once: for whoever settles it first, the
 * worker, the pool's clock, or the router that finds it cut short.
 */
final class ArmTrial implements Trial {

  static final String DIVERTED = "the flag changed during the call";
  private static final String SUBCLASS =
      "the legacy object is of a subclass, and what that keeps is not for a second thread";
  private static final String VOID =
      "nothing is returned, and no argument that could be compared was given";
  private static final Outcome NOTHING = Outcome.returned(null);
  private static final String NO_STACK = "the caller's stack was used up";

  /** Whether it is counted as begun, and the caller has yet to say what became of it. */
  boolean counted;

  /** Whether the caller has a place in the queue to give back. */
  boolean placed;

  /** What kept the caller from saying what became of it. */
  @Nullable Throwable trouble;

  /** The one that was cut short before it. */
  @Nullable ArmTrial next;

  long entered;
  long started;

  private final JoinPoint joinPoint;
  private final Arm answering;
  private final Trials trials;
  private final Comparison comparison;
  private final Surroundings surroundings;
  private final ShadowPool pool;
  private final Purpose purpose;
  private final AtomicBoolean settled = new AtomicBoolean();

  /** Whether legacy runs once more, after the verdict. */
  private final AtomicBoolean probing = new AtomicBoolean();

  private @Nullable ClassLoader callers;
  private Carriers.@Nullable Captured carried;

  /** What the arms were given, the receiver first unless static; copies where it may change. */
  private @Nullable Object[] before = {};

  private Snapshot.@Nullable Taken kept;
  private Snapshot.@Nullable Taken after;

  /** How many of those are copies. */
  private int copies;

  private boolean hasReceiver;
  private boolean isProbing;

  /** What the answering arm did. */
  private Outcome answer = NOTHING;

  /** What the other arm did; null before it has run. */
  private @Nullable Outcome other;

  /** Why what the other arm did must not be compared. */
  private @Nullable String spoilt;

  private long took;
  private int nested;
  private volatile String running = "";

  /**
   * Why a call became a trial.
   *
   * @param isSought because its shape is rare, and not at random
   * @param isProbing whether legacy is to run once more, where it can
   * @param unit who the call is for; null if that is not known
   * @param shape that of the call; null where every call is a trial
   */
  record Purpose(
      boolean isSought,
      boolean isProbing,
      @Nullable String unit,
      SeenShapes.@Nullable Shape shape) {}

  /**
   * A trial that has not begun.
   *
   * @param answering the arm that answers the caller
   */
  ArmTrial(
      JoinPoint joinPoint,
      Arm answering,
      Comparison comparison,
      Surroundings surroundings,
      ShadowPool pool,
      Purpose purpose) {
    this.joinPoint = joinPoint;
    this.answering = answering;
    this.trials = joinPoint.trials(answering);
    this.comparison = comparison;
    this.surroundings = surroundings;
    this.pool = pool;
    this.purpose = purpose;
  }

  private JoinPointEvidence evidence() {
    return joinPoint.evidence();
  }

  Trials trials() {
    return trials;
  }

  /** Whether the caller holds a lock that the other arm may need. */
  boolean isLocked() {
    return joinPoint.arms().isLocked();
  }

  Arm answering() {
    return answering;
  }

  private Arm beside() {
    return answering == Arm.LEGACY ? Arm.NEW : Arm.LEGACY;
  }

  /** What the arms are called in what people read. */
  private static String name(Arm arm) {
    return arm == Arm.LEGACY ? "legacy" : "the replacement";
  }

  /**
   * Keeps the arguments as they are now; false, and an end to it, when they cannot be kept.
   *
   * @param carriers null where the caller's own thread runs the other arm
   */
  boolean take(@Nullable Object[] arguments, @Nullable Carriers carriers) {
    boolean isNeeded = joinPoint.usesReceiver(answering, arguments);
    if (isNeeded && !joinPoint.canCopyReceiver()) {
      refuse(SUBCLASS);
      return false;
    }
    int classes = classes(arguments, isNeeded ? 0 : joinPoint.firstArgument());
    String known = joinPoint.refusal(classes);
    String refusal = known == null ? keep(arguments, isNeeded) : known;
    if (known == null) {
      joinPoint.refused(classes, refusal);
    }
    if (refusal == null && carriers != null) {
      callers = Thread.currentThread().getContextClassLoader();
      Carriers.Captured captured = carriers.capture();
      carried = captured;
      refusal = captured.incomparable();
    }
    if (refusal != null) {
      refuse(refusal);
    }
    return refusal == null;
  }

  /** Of which classes the arguments are: what is refused of some says nothing of others. */
  private static int classes(@Nullable Object[] arguments, int from) {
    int hash = 1;
    for (int i = from; i < arguments.length; i++) {
      Object argument = arguments[i];
      hash = 31 * hash + (argument == null ? 0 : argument.getClass().getName().hashCode());
    }
    return hash;
  }

  /** Why the arguments cannot be kept; null when they are. */
  private @Nullable String keep(@Nullable Object[] arguments, boolean needsReceiver) {
    boolean mayProbe = purpose.isProbing && joinPoint.canProbe();
    boolean probesReceiver = mayProbe && !needsReceiver && joinPoint.probesReceiver(arguments);
    if (probesReceiver && joinPoint.canCopyReceiver() && copy(arguments, true) == null) {
      isProbing = true;
      return null;
    }
    isProbing = mayProbe && !probesReceiver;
    return copy(arguments, needsReceiver);
  }

  private @Nullable String copy(@Nullable Object[] arguments, boolean withReceiver) {
    int from = withReceiver ? 0 : joinPoint.firstArgument();
    @Nullable Object[] values = arguments.clone();
    if (!areImmutable(values, from)) {
      Arrays.fill(values, 0, from, null);
      Snapshot snapshot = joinPoint.snapshots().takeAll(this::label, values);
      if (snapshot instanceof Snapshot.Refused refused) {
        return refused.reason();
      }
      kept = (Snapshot.Taken) snapshot;
      values = held(kept);
      System.arraycopy(arguments, 0, values, 0, from);
    }
    before = values;
    hasReceiver = withReceiver && joinPoint.firstArgument() == 1;
    copies = changed(arguments);
    return null;
  }

  /** To be filled by the thread that uses it: that may run code of the application. */
  private static @Nullable Object[] held(Snapshot.Taken all) {
    return (@Nullable Object[]) Objects.requireNonNull(all.unfilled());
  }

  private boolean isFilled(Snapshot.@Nullable Taken all) {
    String obstacle = all == null ? null : all.fill();
    spoilt = obstacle == null ? spoilt : obstacle;
    return obstacle == null;
  }

  private static boolean areImmutable(@Nullable Object[] values, int from) {
    for (int i = from; i < values.length; i++) {
      if (!Snapshots.isImmutable(values[i])) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // a copy is another object
  private int changed(@Nullable Object[] arguments) {
    int count = 0;
    for (int i = 0; i < arguments.length; i++) {
      count += before[i] == arguments[i] ? 0 : 1;
    }
    return count;
  }

  private String label(int index) {
    if (index == before.length && index > 0) {
      return "the result";
    }
    int first = joinPoint.firstArgument();
    return index < first ? "the legacy object" : "argument " + (index - first);
  }

  /**
   * Keeps what the caller was answered, and what is left of its arguments, as it is now; or says
   * why it cannot be kept.
   *
   * @param arguments what the answering arm was given, as it left them
   */
  @Nullable String hold(Outcome outcome, @Nullable Object[] arguments) {
    Object value = outcome.value();
    boolean isPending = Futures.isFuture(value) && !Futures.hasValue(value);
    if (copies == 0 && (isPending || Snapshots.isImmutable(value))) {
      answer = outcome;
      boolean isNothing = joinPoint.arms().isVoid() && outcome.thrown() == null;
      return isNothing ? VOID : null;
    }
    return holdAll(outcome, isPending, arguments);
  }

  @SuppressWarnings("ReferenceEquality") // a copy is another object
  private @Nullable String holdAll(
      Outcome outcome, boolean isPending, @Nullable Object[] arguments) {
    Object value = outcome.value();
    boolean isComplete = Futures.hasValue(value);
    @Nullable Object[] left = Arrays.copyOf(arguments, arguments.length + 1);
    for (int i = 0; i < arguments.length; i++) {
      left[i] = before[i] == arguments[i] ? null : arguments[i];
    }
    if (!joinPoint.seesReceiver()) {
      Arrays.fill(left, 0, joinPoint.firstArgument(), null);
    }
    left[arguments.length] =
        isPending || value == null ? null : isComplete ? Futures.value(value) : value;
    Snapshot snapshot = joinPoint.snapshots().takeAll(this::label, left);
    if (snapshot instanceof Snapshot.Refused refused) {
      return refused.reason();
    }
    after = (Snapshot.Taken) snapshot;
    @Nullable Object[] held = held(after);
    Object result = held[arguments.length];
    Object kept =
        isPending ? value : isComplete ? CompletableFuture.completedFuture(result) : result;
    answer = outcome.hasThrown() ? outcome : Outcome.returned(kept);
    answer = leaving(answer, held);
    return null;
  }

  /** Adds what is left of those of the arguments that are looked at. */
  private Outcome leaving(Outcome outcome, @Nullable Object[] left) {
    int first = joinPoint.firstArgument();
    boolean seesReceiver = hasReceiver && joinPoint.seesReceiver();
    return outcome.leaving(
        seesReceiver ? left[0] : null, Arrays.copyOfRange(left, first, before.length));
  }

  /** Ends it, on the caller's thread, for a reason that makes it incomparable. */
  void refuse(String reason) {
    giveShapeBack();
    trials.incomparable(reason);
    counted = false;
    pool.release();
    placed = false;
  }

  /** Nothing was learned of a call of this shape: another one is to be compared instead. */
  void giveShapeBack() {
    if (purpose.isSought && purpose.shape != null) {
      purpose.shape.giveBack();
    }
  }

  /** Hands it over. From here on the pool has to say what becomes of it. */
  void submit() {
    pool.submit(this);
    counted = false;
    placed = false;
  }

  /** Ends it for a caller that could not. */
  void cutShort() {
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    Throwable failure = trouble;
    if (counted) {
      trials.incomparable(reason(failure));
    }
    if (failure != null) {
      evidence().contained(failure);
    }
    if (placed) {
      pool.release();
    }
  }

  private static String reason(@Nullable Throwable failure) {
    return failure == null || failure instanceof StackOverflowError
        ? NO_STACK
        : "failed: " + failure.getClass().getName();
  }

  /** Runs the other arm on the caller's thread, which waits for it. */
  void runOnCaller() {
    Thread thread = Thread.currentThread();
    boolean wasInterrupted = thread.isInterrupted();
    runBeside();
    if (wasInterrupted && !thread.isInterrupted()) {
      thread.interrupt();
    }
  }

  /** In up to three parts, each with the pool's patience: the arm, the verdict, and a probe. */
  @Override
  public boolean run() {
    if (settled.get()) {
      probeOnce();
      return true;
    }
    if (other == null) {
      runBeside();
    }
    if (!isComplete()) {
      return false;
    }
    settle();
    return !isProbing || spoilt != null;
  }

  /** Whether there is nothing more to wait for. */
  private boolean isComplete() {
    if (!Futures.isDone(answer.value())) {
      running = "the future of " + name(answering);
      return false;
    }
    Outcome besides = other;
    running = "the future of " + name(beside());
    return besides == null || Futures.isDone(besides.value());
  }

  @Override
  public boolean isReady() {
    return settled.get() || isComplete();
  }

  @Override
  public String runs() {
    return running;
  }

  private void runBeside() {
    running = name(beside());
    JoinPoint.Arms arms = joinPoint.arms();
    long begun = System.nanoTime();
    Outcome outcome = run(answering == Arm.LEGACY ? arms.replacement() : arms.legacyBeside());
    took = System.nanoTime() - begun;
    if (spoilt == null) {
      spoilt = surroundings.incomparable();
    }
    if (answering == Arm.NEW) {
      nested = surroundings.nested();
      if (surroundings.diverted()) {
        spoilt = DIVERTED;
      }
    }
    other = outcome;
  }

  /** Runs an arm on copies of its own. */
  private Outcome run(Invoker arm) {
    @Nullable Object[] given = given();
    if (given == null) {
      return NOTHING;
    }
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    Carriers.Captured captured = carried;
    if (captured != null) {
      thread.setContextClassLoader(callers);
    }
    surroundings.candidate(true);
    Outcome outcome;
    try {
      outcome = Outcome.returned(captured == null ? arm.call(given) : captured.around(arm, given));
    } catch (Carriers.NotCarriedException failure) {
      spoilt = String.valueOf(failure.getMessage());
      outcome = NOTHING;
    } catch (Throwable thrown) {
      outcome = Outcome.threw(thrown);
    } finally {
      surroundings.candidate(false);
      if (captured != null) {
        thread.setContextClassLoader(loader);
      }
    }
    return copies == 0 ? outcome : leaving(outcome, unlessShared(given));
  }

  /** What is not looked at since nobody can change it is null on this side too. */
  @SuppressWarnings("ReferenceEquality") // a copy is another object
  private @Nullable Object[] unlessShared(@Nullable Object[] given) {
    @Nullable Object[] left = given.clone();
    for (int i = 0; i < left.length; i++) {
      left[i] = given[i] == before[i] ? null : given[i];
    }
    return left;
  }

  /** What an arm is given: what the other one may have changed is not. */
  private @Nullable Object @Nullable [] given() {
    int[] suppression = surroundings.suppression();
    suppression[0]++;
    try {
      if (!isFilled(kept) || !isFilled(after)) {
        return null;
      }
      @Nullable Object[] values = before.clone();
      if (copies == 0) {
        return values;
      }
      int from = hasReceiver ? 0 : joinPoint.firstArgument();
      Arrays.fill(values, 0, from, null);
      Snapshot snapshot = joinPoint.snapshots().takeAll(this::label, values);
      if (snapshot instanceof Snapshot.Taken taken && isFilled(taken)) {
        @Nullable Object[] copied = held(taken);
        System.arraycopy(before, 0, copied, 0, from);
        return copied;
      }
      spoilt = snapshot instanceof Snapshot.Refused refused ? refused.reason() : spoilt;
      return null;
    } finally {
      suppression[0]--;
    }
  }

  @Override
  public boolean giveUp(String reason) {
    boolean isMine = settled.compareAndSet(false, true);
    if (isMine) {
      giveShapeBack();
      pool.release();
      trials.incomparable(reason);
    }
    return isMine || probing.compareAndSet(true, false);
  }

  private void settle() {
    Outcome besides = other == null ? NOTHING : other;
    running = "the comparison";
    int[] suppression = surroundings.suppression();
    suppression[0]++;
    try {
      settle(besides, compare(besides));
    } finally {
      suppression[0]--;
    }
  }

  /** Comparing may call {@code equals} and accessors of the application's, whatever those do. */
  private Verdict compare(Outcome besides) {
    String reason = spoilt;
    if (reason != null) {
      return new Verdict.Incomparable(reason);
    }
    try {
      JoinPoint.Arms arms = joinPoint.arms();
      return comparison.compare(
          arms.method(), legacy(besides), replacement(besides), arms.isVoid());
    } catch (Throwable failure) {
      evidence().contained(failure);
      return new Verdict.Incomparable("the comparison failed: " + failure.getClass().getName());
    }
  }

  private Outcome legacy(Outcome besides) {
    return answering == Arm.LEGACY ? answer : besides;
  }

  private Outcome replacement(Outcome besides) {
    return answering == Arm.LEGACY ? besides : answer;
  }

  private void settle(Outcome besides, Verdict verdict) {
    if (settled.compareAndSet(false, true)) {
      pool.release();
      evidence().took(beside(), took);
      if (answering == Arm.NEW) {
        trials.nested(nested);
      }
      TrialResult result = result(besides, verdict);
      trials.compared(result);
      if (purpose.shape != null) {
        purpose.shape.told(result);
      }
    }
  }

  private TrialResult result(Outcome besides, Verdict verdict) {
    int first = joinPoint.firstArgument();
    return new TrialResult(
        verdict,
        hasReceiver ? before[0] : null,
        Arrays.asList(Arrays.copyOfRange(before, first, before.length)),
        legacy(besides),
        replacement(besides),
        purpose.unit,
        purpose.isSought,
        Instant.now());
  }

  private void probeOnce() {
    if (isProbing && spoilt == null && other != null) {
      isProbing = false;
      running = name(Arm.LEGACY);
      probing.set(true);
      probe();
    }
  }

  /**
   * Runs legacy once more and compares it with what it did before: as much later as the other arm
   * ran, or a clock would seem to stand still. After the verdict, which it cannot spoil; what does
   * not complete at once counts for nothing.
   */
  private void probe() {
    Outcome once = legacy(other == null ? NOTHING : other);
    Outcome again = run(joinPoint.arms().legacyBeside());
    if (!probing.compareAndSet(true, false) || spoilt != null) {
      return;
    }
    int[] suppression = surroundings.suppression();
    suppression[0]++;
    try {
      if (Futures.isDone(once.value()) && Futures.isDone(again.value())) {
        JoinPoint.Arms arms = joinPoint.arms();
        Verdict verdict = comparison.compare(arms.method(), once, again, arms.isVoid());
        evidence().probed(verdict, Instant.now());
      }
    } catch (Throwable failure) {
      evidence().contained(failure);
    } finally {
      suppression[0]--;
    }
  }
}
