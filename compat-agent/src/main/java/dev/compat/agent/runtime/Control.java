package dev.compat.agent.runtime;

import dev.compat.agent.link.AgentThreads;
import dev.compat.agent.link.LegacyLinker;
import dev.compat.agent.link.LegacyLinker.Standing;
import dev.compat.config.CompatConfig;
import dev.compat.evidence.Evidence;
import dev.compat.flag.FileFlagSource;
import dev.compat.flag.Reload;
import dev.compat.state.Decisions;
import dev.compat.state.StateFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control thread: several times a second it reads flags and decisions, moves gates, keeps
 * shadow workers going, and tells the state folder what this process does.
 *
 * <p>Nothing of the application's and nothing of a plugin's runs here, so an order to go back to
 * legacy is obeyed whatever they do. One failure does not end it.
 */
final class Control implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Control.class);
  private static final long TICK_MILLIS = 100;
  private static final long DRAIN_MILLIS = 500;
  private static final long LAST_WORD_MILLIS = 1_000;

  private final FileFlagSource flags;
  private final @Nullable StateFolder state;
  private final @Nullable LegacyLinker linker;
  private final Status status;
  private final Desired desired = new Desired();
  private final Reporter reporter;
  private List<String> refused = List.of();
  private @Nullable Decisions decisions;
  private boolean ended;
  private volatile @Nullable String contained;

  private Control(
      CompatConfig config, @Nullable LegacyLinker linker, Evidence evidence, Status status) {
    this.flags = new FileFlagSource(config.flags());
    Path folder = config.state();
    this.state = folder == null ? null : StateFolder.at(folder);
    this.linker = linker;
    this.status = status;
    this.reporter = new Reporter(state, evidence, config.report());
  }

  static void start(
      CompatConfig config, @Nullable LegacyLinker linker, Evidence evidence, Status status) {
    Control control = new Control(config, linker, evidence, status);
    AgentThreads.daemon("compat-control", control).start();
    Runtime.getRuntime().addShutdownHook(AgentThreads.daemon("compat-shutdown", control::end));
  }

  @Override
  public void run() {
    contained(reporter::open);
    while (true) {
      contained(this::tick);
      try {
        Thread.sleep(TICK_MILLIS);
      } catch (InterruptedException stranger) {
        log.debug("the control thread was interrupted by somebody; it goes on");
      }
    }
  }

  private synchronized void tick() {
    if (ended) {
      return;
    }
    obey();
    reporter.tick(word(false));
  }

  private void obey() {
    Reload reload = flags.poll();
    if (reload instanceof Reload.Changed changed) {
      refused = List.of();
      log.info("flags in force: {}", changed.flags().all());
    } else if (reload instanceof Reload.Refused bad) {
      refused =
          bad.reason().problems().stream()
              .map(problem -> problem + " (the flags read last stay in force)")
              .toList();
    }
    decisions = state == null ? null : state.decisions();
    desired.set(flags.current(), decisions, Instant.now());
    if (linker != null) {
      linker.follow(desired::of);
    }
    status.ofFiles(problems());
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>(refused);
    if (decisions != null) {
      problems.addAll(decisions.problems());
    }
    if (linker != null) {
      problems.addAll(linker.problems());
    }
    problems.addAll(status.strangers(flags.current().all()));
    return problems;
  }

  private Reporter.Word word(boolean last) {
    return new Reporter.Word(
        decisions,
        flags.current().fingerprint(),
        status.problems(),
        status.versions(),
        desired::of,
        standings(),
        last);
  }

  private Map<String, Standing> standings() {
    Map<String, Standing> standings = status.refused();
    if (linker != null) {
      linker.standings().forEach((name, one) -> standings.merge(name, one, Standing::worse));
    }
    return standings;
  }

  /**
   * Waits a moment for trials that are under way, and another for the last word: a disk that hangs,
   * or a control thread that hangs on one, does not keep the JVM from ending.
   */
  private void end() {
    Thread lastWord = AgentThreads.daemon("compat-last-word", this::lastWord);
    try {
      reporter.drain(DRAIN_MILLIS);
      lastWord.start();
      lastWord.join(LAST_WORD_MILLIS);
    } catch (InterruptedException hurry) {
      log.debug("interrupted while the JVM ends");
    }
  }

  private synchronized void lastWord() {
    ended = true;
    contained(() -> reporter.tick(word(true)));
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
