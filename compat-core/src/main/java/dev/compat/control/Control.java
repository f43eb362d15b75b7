package dev.compat.control;

import dev.compat.background.DaemonThreads;
import dev.compat.background.Log;
import dev.compat.config.CompatConfig;
import dev.compat.evidence.Evidence;
import dev.compat.flag.FileFlagSource;
import dev.compat.flag.Flag;
import dev.compat.flag.Reload;
import dev.compat.recording.FileRecorder;
import dev.compat.state.Decisions;
import dev.compat.state.StateFolder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The control thread: several times a second, and at once where a file looks changed, it reads
 * flags and decisions, has the migrations follow, and has another thread tell the state folder what
 * this process does.
 *
 * <p>Nothing of the application's and nothing of a plugin's runs here, and nothing is written, so
 * an order to go back to legacy is obeyed whatever they do. One failure does not end it.
 */
public final class Control implements AutoCloseable {

  private static final Log log = Log.of(Control.class);
  private static final long GLANCE_MILLIS = 20;
  private static final int GLANCES_PER_TICK = 5;
  private static final long AWAIT_MILLIS = 5;
  private static final int SETTLE_TICKS = 20;
  private static final long DRAIN_MILLIS = 500;
  private static final long LAST_WORD_MILLIS = 3_000;

  private final CompatConfig config;
  private final Evidence evidence;
  private final FileRecorder recorder;
  private final FileFlagSource flags;
  private final @Nullable StateFolder state;
  private final Migrations migrations;
  private final File[] decisive;
  private final Floors floors;
  private final Desired desired;
  private final Reporter reporter;
  private final Thread thread;
  private final Thread hook;
  private List<String> refused = List.of();
  private volatile List<String> problems = List.of();
  private volatile List<String> kept = List.of();
  private @Nullable Decisions decisions;
  private boolean isRead;
  private int unsettled;
  private boolean observing;
  private Recordings recordings = Recordings.NONE;
  private Set<String> known = Set.of();
  private boolean ended;

  /** How many times the migrations were told to follow; written under the monitor. */
  private volatile long begun;

  /** The last of those times at which they did. */
  private volatile long obeyed;

  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable String contained;

  private Control(
      CompatConfig config,
      Migrations migrations,
      Evidence evidence,
      FileRecorder recorder,
      @Nullable String part,
      Consumer<Path> folderMade) {
    this.config = config;
    this.evidence = evidence;
    this.recorder = recorder;
    this.flags = new FileFlagSource(config.flags());
    Path folder = config.state();
    this.state = folder == null ? null : StateFolder.at(folder);
    this.decisive =
        Glance.files(
            Stream.concat(
                    Stream.of(config.flags()),
                    state == null ? Stream.empty() : state.decisive().stream())
                .toList());
    this.floors = new Floors(state);
    this.desired = new Desired(floors);
    this.migrations = migrations;
    this.reporter = new Reporter(state, evidence, recorder, config.report(), config.retain(), part);
    this.thread = DaemonThreads.daemon("compat-control", () -> run(folderMade));
    this.hook = DaemonThreads.daemon("compat-shutdown", this::end);
  }

  /**
   * Starts the control thread. It ends with {@link #close()}, and the process's last word is
   * written when the JVM ends if not then.
   *
   * @param recorder what evidence hands its trials to
   * @param part what this part of the process is called, if there may be several; null for all of
   *     it
   * @param folderMade gets the folder of this process, on the control thread, once it is there
   */
  public static Control start(
      CompatConfig config,
      Migrations migrations,
      Evidence evidence,
      FileRecorder recorder,
      @Nullable String part,
      Consumer<Path> folderMade) {
    Control control = new Control(config, migrations, evidence, recorder, part, folderMade);
    Runtime.getRuntime().addShutdownHook(control.hook); // fails where the JVM is ending
    control.thread.start();
    return control;
  }

  /**
   * Ends the control thread after a last word, and takes back the shutdown hook; every migration
   * stays where it is. Waits a few seconds at the most. May be called again, to no effect.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endsAnyway) {
      return; // the hook is running and does the same
    }
    end();
    try { // not interrupted: that would cut off what it is writing
      thread.join(LAST_WORD_MILLIS);
      reporter.join(LAST_WORD_MILLIS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether its threads have ended; they have not where they hang on a disk. */
  public boolean hasEnded() {
    return !thread.isAlive() && reporter.hasEnded();
  }

  /** What is wrong at present, a line each. Safe for use by any thread. */
  public List<String> problems() {
    return Stream.concat(migrations.refusals().stream(), problems.stream()).toList();
  }

  /**
   * Why migrations of this process must not go back to legacy, a line each with the remedy: their
   * floors, as far as they were known at the last look. Safe for use by any thread.
   */
  public List<String> kept() {
    return kept;
  }

  /**
   * Waits until all that was there when it was asked is in force: flags were read and migrations
   * have followed them, without a failure.
   *
   * @return false if that has not come about in time
   */
  public boolean await(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    long wanted = begun + 1;
    while (obeyed < wanted && System.nanoTime() < end && !closed.get()) {
      Thread.sleep(AWAIT_MILLIS);
    }
    return obeyed >= wanted;
  }

  private void run(Consumer<Path> folderMade) {
    contained(() -> open(folderMade));
    reporter.start();
    while (!closed.get()) {
      try {
        Glance before = glance(); // what changes while it is read will look different afterwards
        contained(this::tick);
        pause(before);
      } catch (Throwable strangersInterrupt) {
        // Or no memory for a word about a failure: unless it is closed, it goes on.
      }
    }
  }

  /** Until the next tick is due, or a file looks changed: going back waits for no tick. */
  private void pause(Glance before) throws InterruptedException {
    boolean isSame = true;
    for (int i = 0; i < GLANCES_PER_TICK && isSame && !closed.get(); i++) {
      Thread.sleep(GLANCE_MILLIS);
      isSame = glance().isSameAs(before);
    }
  }

  private Glance glance() {
    return Glance.at(decisive);
  }

  private synchronized void open(Consumer<Path> folderMade) {
    reporter.open(folderMade);
  }

  private synchronized void tick() {
    if (ended) {
      return;
    }
    long time = begun + 1;
    begun = time;
    obey();
    obeyed = time;
    reporter.tell(word(false));
  }

  private void obey() {
    boolean isPlain = config.needsNoFlags() && Files.notExists(config.flags());
    Reload reload = isPlain ? new Reload.Unchanged() : flags.poll();
    if (reload instanceof Reload.Changed changed) {
      refused = List.of();
      log.info("flags in force: {}", changed.flags().all());
    } else if (reload instanceof Reload.Refused bad) {
      refused =
          bad.reason().problems().stream()
              .map(problem -> problem + " (the flags read last stay in force)")
              .toList();
    }
    Set<String> there = migrations.versions().keySet();
    if (!(reload instanceof Reload.Unchanged) || !there.equals(known) || isToSettle()) {
      known = Set.copyOf(there);
      isRead |= reload instanceof Reload.Changed;
      floors.learn(flags.current(), isRead, known);
    }
    decisions = state == null ? null : state.decisions();
    desired.set(flags.current(), decisions, Instant.now());
    kept = keptByFloors(there);
    recordings = Recordings.of(flags.current(), config);
    recorder.follow(recordings.wanted());
    observe();
    migrations.follow(desired::of);
    say(found());
  }

  /** Floors that could not be read or written are tried again, but not at every tick. */
  private boolean isToSettle() {
    unsettled = floors.isUnsettled() ? unsettled + 1 : 0;
    return unsettled > 0 && unsettled % SETTLE_TICKS == 0;
  }

  private List<String> keptByFloors(Set<String> there) {
    return there.stream()
        .sorted()
        .map(desired::of)
        .flatMap(Stream::ofNullable)
        .map(floors::keeps)
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /** A kill file turns observing off too: it takes everything of ours out of the way. */
  private void observe() {
    boolean wanted = decisions == null || !decisions.killed();
    observing = migrations.observe(wanted);
    evidence.observing(observing, System.nanoTime());
  }

  private List<String> found() {
    List<String> found = new ArrayList<>(refused);
    found.addAll(floors.problems());
    found.addAll(recordings.problems());
    if (decisions != null) {
      found.addAll(decisions.problems());
    }
    found.addAll(migrations.problems(flags.current()));
    return found.stream().distinct().toList(); // the same may be wrong in many class loaders
  }

  /** Every problem is logged once. */
  private void say(List<String> found) {
    for (String problem : found) {
      if (!problems.contains(problem)) {
        log.error("{}", problem);
      }
    }
    problems = List.copyOf(found);
  }

  private Reporter.Word word(boolean last) {
    return new Reporter.Word(
        decisions,
        flags.current().fingerprint(),
        problems(),
        migrations.versions(),
        inForce(),
        migrations.standings(),
        migrations.observed(),
        observing,
        last,
        closed.get());
  }

  private Map<String, Flag> inForce() {
    Map<String, Flag> inForce = new HashMap<>();
    Stream.concat(
            flags.current().all().stream().map(Flag::name), migrations.versions().keySet().stream())
        .forEach(
            name -> {
              Flag flag = desired.of(name);
              if (flag != null) {
                inForce.put(name, flag);
              }
            });
    return inForce;
  }

  /**
   * Waits a moment for trials that are under way, and another for the last word: a disk that hangs,
   * or a control thread that hangs on one, does not keep the JVM from ending.
   */
  private void end() {
    Thread lastWord = DaemonThreads.daemon("compat-last-word", this::lastWord);
    try {
      try {
        reporter.drain(DRAIN_MILLIS);
      } finally {
        lastWord.start();
      }
      lastWord.join(LAST_WORD_MILLIS);
      Log.flush();
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  private void lastWord() {
    contained(() -> reporter.end(takeLeave()));
  }

  private synchronized Reporter.Word takeLeave() {
    ended = true;
    return word(true);
  }

  /** What fails ten times a second is said once. */
  private void contained(Runnable work) {
    try {
      work.run();
    } catch (Throwable failure) {
      String text = failure.toString();
      if (!text.equals(contained)) {
        log.warn("the control thread goes on after a failure", failure);
      }
      contained = text;
    }
  }
}
