package dev.compat.control;

import dev.compat.background.DaemonThreads;
import dev.compat.background.Log;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.Evidence.ObservedCalls;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.evidence.ObservedSnapshot;
import dev.compat.evidence.Report;
import dev.compat.evidence.Units;
import dev.compat.flag.Flag;
import dev.compat.flag.Resolution;
import dev.compat.recording.FileRecorder;
import dev.compat.state.Decisions;
import dev.compat.state.Forgetting;
import dev.compat.state.Heartbeat;
import dev.compat.state.MigrationStatus;
import dev.compat.state.MigrationStatus.Arming;
import dev.compat.state.ObservedStatus;
import dev.compat.state.OwnerOnly;
import dev.compat.state.ProcessId;
import dev.compat.state.StateException;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes what this process does: heartbeats, evidence, and the readable report, on a thread of its
 * own.
 *
 * <p>A thread of its own, so that neither a slow disk nor the evidence of many join points keeps
 * the control thread from obeying. The control thread leaves its latest word and goes on; between
 * two words there is silence, so a control thread that hangs is seen to. Writing is guarded by this
 * object's monitor, which the control thread never takes.
 */
final class Reporter {

  private static final Log log = Log.of(Reporter.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration EVIDENCE = Duration.ofSeconds(5);
  private static final Duration PRUNE = Duration.ofHours(1);
  private static final Duration OBSERVED = Duration.ofMinutes(1);
  private static final String VERSION =
      Objects.requireNonNullElse(Reporter.class.getPackage().getImplementationVersion(), "");
  private static final long DRAIN_STEP_MILLIS = 5;

  private final @Nullable StateFolder state;
  private final Evidence evidence;
  private final FileRecorder recorder;
  private final Duration reportEvery;
  private final Duration retain;
  private Instant pruneDue = Instant.EPOCH;
  private final @Nullable String part;
  private ProcessId self;
  private @Nullable EvidenceLog evidenceLog;
  private Instant beatDue = Instant.EPOCH;
  private Instant evidenceDue = Instant.now().plus(EVIDENCE);
  private String evidenceFlags = "";
  private final Instant started = Instant.now();
  private Instant observedDue = started.plus(EVIDENCE);
  private Instant reportDue;
  private Object told = "nothing";
  private boolean isInTrouble;
  private boolean isSilent;
  private final AtomicReference<@Nullable Word> latest = new AtomicReference<>();
  private final Thread thread = DaemonThreads.daemon("compat-report", this::write);

  /**
   * What the control thread knows at the end of a tick.
   *
   * @param versions the version of the adapters of every migration that has any
   * @param flag the flags in force by migration
   * @param observed the classes that are to be observed
   * @param observing whether they are at present
   * @param last whether this is its last word
   * @param detached whether the process goes on after it
   */
  record Word(
      @Nullable Decisions decisions,
      String flags,
      List<String> problems,
      Map<String, String> versions,
      Map<String, Flag> flag,
      Map<String, Standing> standings,
      Collection<String> observed,
      boolean observing,
      boolean last,
      boolean detached) {
    long revision() {
      return decisions == null ? 0 : decisions.revision().number();
    }

    boolean killed() {
      return decisions != null && decisions.killed();
    }
  }

  Reporter(
      @Nullable StateFolder state,
      Evidence evidence,
      FileRecorder recorder,
      Duration reportEvery,
      Duration retain,
      @Nullable String part) {
    this.state = state;
    this.part = part;
    this.self = part == null ? ProcessId.current() : ProcessId.current().part(part);
    this.evidence = evidence;
    this.recorder = recorder;
    this.reportEvery = reportEvery;
    this.retain = retain;
    this.reportDue = Instant.now().plus(reportEvery);
  }

  /**
   * Makes the process known. What cannot be written is said once; everything else goes on.
   *
   * @param folderMade gets the folder that is this process's, or this part's of it
   */
  void open(Consumer<Path> folderMade) {
    if (state == null) {
      log.warn(
          "no state folder: 'off' and 'status' do not reach this process, and a rollback will"
              + " not survive a restart; name one with 'state' in compat.yaml");
      return;
    }
    try {
      self = part == null ? self : state.createPartFolder(part);
      folderMade.accept(state.createProcessFolder(self.name()));
    } catch (StateException failure) {
      inTrouble(failure);
    }
    evidenceLog = new EvidenceLog(state.evidenceFile(self.name()), self.name(), self.started());
  }

  private void inTrouble(Throwable failure) {
    if (!isInTrouble) {
      log.warn("{}", failure instanceof StateException ? failure.getMessage() : failure.toString());
    }
    isInTrouble = true;
  }

  /** Starts to write. */
  void start() {
    thread.start();
  }

  /** Takes over what the control thread knows by now. Does not wait. */
  void tell(Word word) {
    latest.set(word);
    LockSupport.unpark(thread);
  }

  /** Writes the last word, after which there is silence and no thread. */
  synchronized void end(Word word) {
    tick(word);
    isSilent = true;
    LockSupport.unpark(thread);
  }

  /** Whether its thread has ended. */
  boolean hasEnded() {
    return !thread.isAlive();
  }

  /** Waits until its thread has ended, or for {@code millis}. */
  void join(long millis) throws InterruptedException {
    thread.join(millis);
  }

  private void write() {
    while (writeLatest()) {
      LockSupport.park(this);
    }
  }

  /** False once the last word has been written. */
  private synchronized boolean writeLatest() {
    Word word = latest.getAndSet(null);
    if (word != null && !isSilent) {
      try {
        tick(word);
      } catch (RuntimeException | LinkageError | OutOfMemoryError failure) {
        inTrouble(failure);
      }
    }
    return !isSilent;
  }

  /** Writes what is due. */
  private void tick(Word word) {
    Instant now = Instant.now();
    boolean isNew = !word.flags().equals(evidenceFlags); // what older ones led to is kept at once
    if (evidenceLog != null && (word.last() || isNew || now.isAfter(evidenceDue))) {
      evidenceFlags = word.flags();
      evidenceDue = now.plus(EVIDENCE);
      keepEvidence(evidenceLog, word, now);
    }
    if (evidenceLog != null && (word.last() || now.isAfter(observedDue))) {
      observedDue = now.plus(observedEvery(now));
      evidenceLog.append(evidence.observed(), now).ifPresent(problem -> log.warn("{}", problem));
    }
    if (state != null && evidenceLog != null) {
      obeyForgettings(state, evidenceLog);
    }
    if (state != null) {
      recorder.write(state.recordings(), self.name(), word.versions(), retain, now);
      beatIfDue(state, word, now);
    }
    if (word.last() || now.isAfter(reportDue)) { // last: it takes longest where it is the first
      reportDue = now.plus(reportEvery);
      report(word);
    }
  }

  /** Soon at first, seldom later: busy methods change all the time, and a baseline does not. */
  private Duration observedEvery(Instant now) {
    Duration tenth = Duration.between(started, now).dividedBy(10);
    Duration atLeast = tenth.compareTo(EVIDENCE) < 0 ? EVIDENCE : tenth;
    return atLeast.compareTo(OBSERVED) > 0 ? OBSERVED : atLeast;
  }

  /** One version of an adapter is not another's evidence, so each migration is written with its. */
  private void keepEvidence(EvidenceLog file, Word word, Instant now) {
    forgetWhatIsOld(file, now);
    String revision = word.flags() + "/" + word.revision();
    Map<String, List<JoinPointSnapshot>> byMigration =
        evidence.snapshot().stream()
            .map(one -> expecting(one, word))
            .collect(Collectors.groupingBy(JoinPointSnapshot::migration));
    byMigration.forEach(
        (migration, snapshots) ->
            file.append(snapshots, now, revision, word.versions().getOrDefault(migration, ""))
                .ifPresent(problem -> log.warn("{}", problem)));
  }

  private void forgetWhatIsOld(EvidenceLog file, Instant now) {
    Instant oldest = now.minus(retain);
    evidence.forgetBefore(oldest);
    file.forgetBefore(oldest);
    if (state != null && now.isAfter(pruneDue)) {
      pruneDue = now.plus(PRUNE);
      state.prune(retain);
    }
  }

  private void obeyForgettings(StateFolder folder, EvidenceLog file) {
    for (Forgetting order : folder.forgettings()) {
      if (!folder.hasForgotten(self.name(), order)) {
        forget(folder, file, order);
      }
    }
  }

  private void forget(StateFolder folder, EvidenceLog file, Forgetting order) {
    evidence.forget(order.unit());
    try {
      Set<String> names = Units.names(folder, order.unit());
      file.forget(names);
      names.forEach(recorder::forget);
      FileRecorder.forget(folder.recordings(), names, one -> FileRecorder.isOf(one, self.name()));
      Files.deleteIfExists(folder.reportFile(self.name()));
      folder.forgotten(self.name(), order);
    } catch (IOException | StateException failure) {
      inTrouble(failure);
    }
  }

  /** What its flag declares and no call has asked for is said too. */
  private static JoinPointSnapshot expecting(JoinPointSnapshot one, Word word) {
    Flag flag = word.flag().get(one.migration());
    return flag == null ? one : one.expecting(flag.context());
  }

  /** Into the state folder, or to the log where there is none. */
  private void report(Word word) {
    List<JoinPointSnapshot> snapshots =
        evidence.snapshot().stream().map(one -> expecting(one, word)).toList();
    List<ObservedSnapshot> observed = evidence.observed();
    if (snapshots.isEmpty() && observed.isEmpty()) {
      return;
    }
    String text = Report.of(snapshots, observed).text();
    if (state == null) {
      log.warn("report\n{}", text);
      return;
    }
    Path file = state.reportFile(self.name());
    try {
      OwnerOnly.create(file);
      Files.writeString(file, text);
      log.info("report written: {}", file);
    } catch (IOException failure) {
      log.warn("the report cannot be written to {}: {}", file, failure.toString());
    }
  }

  private void beatIfDue(StateFolder folder, Word word, Instant now) {
    Object news =
        List.of(word.flags(), word.revision(), word.killed(), word.standings(), word.observing());
    if (word.last() || !news.equals(told) || now.isAfter(beatDue)) {
      beat(folder, word, now);
      told = news;
    }
  }

  /** Waits until every shadowed call has its verdict, or for {@code millis}. */
  void drain(long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (evidence.pending() > 0 && System.nanoTime() < end) {
      Thread.sleep(DRAIN_STEP_MILLIS);
    }
  }

  private void beat(StateFolder folder, Word word, Instant now) {
    try {
      folder.beat(
          new Heartbeat(
              self,
              now,
              VERSION,
              word.revision(),
              word.killed(),
              word.flags(),
              word.problems(),
              statuses(word),
              word.last(),
              observed(word),
              word.detached()));
      beatDue = now.plus(HEARTBEAT);
      isInTrouble = false;
    } catch (RuntimeException failure) {
      inTrouble(failure);
    }
  }

  private List<ObservedStatus> observed(Word word) {
    Map<String, ObservedCalls> calls = evidence.observedCalls();
    return word.observed().stream()
        .map(
            type -> {
              ObservedCalls so = calls.getOrDefault(type, ObservedCalls.NONE);
              return new ObservedStatus(type, so.methods(), so.calls(), word.observing());
            })
        .toList();
  }

  private List<MigrationStatus> statuses(Word word) {
    List<JoinPointSnapshot> all = evidence.counts();
    return word.versions().keySet().stream()
        .map(
            migration ->
                status(
                    migration,
                    word,
                    all.stream().filter(one -> one.migration().equals(migration)).toList()))
        .toList();
  }

  private static MigrationStatus status(
      String migration, Word word, List<JoinPointSnapshot> joinPoints) {
    Standing standing = word.standings().get(migration);
    Flag flag = word.flag().get(migration);
    return new MigrationStatus(
        migration,
        null,
        standing == null ? Arming.OFF : standing.arming(),
        flag == null ? "legacy (no flag)" : flag.summary(),
        standing == null ? null : standing.reason(),
        sum(joinPoints, one -> one.legacy().answered()),
        sum(joinPoints, one -> one.replacement().answered()),
        sum(joinPoints, one -> one.trials().compared()),
        sum(joinPoints, one -> one.trials().mismatched()),
        sum(joinPoints, one -> one.trials().dropped()),
        sum(joinPoints, one -> one.trials().incomparable()),
        sum(joinPoints, one -> one.trials().pending()),
        context(joinPoints, flag));
  }

  private static List<Resolution> context(List<JoinPointSnapshot> joinPoints, @Nullable Flag flag) {
    Stream<Resolution> read = joinPoints.stream().flatMap(one -> one.context().stream());
    return Resolution.sum(
        flag == null ? read : Stream.concat(read, Resolution.never(flag.context())));
  }

  private static long sum(
      List<JoinPointSnapshot> snapshots, ToLongFunction<JoinPointSnapshot> count) {
    return snapshots.stream().mapToLong(count).sum();
  }
}
