package dev.compat.agent.harm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.harm.Promise.Surroundings;
import dev.compat.agent.it.OldClassFiles;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.evidence.Coverage;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.state.MigrationStatus;
import dev.compat.state.MigrationStatus.Arming;
import dev.compat.state.StateFolder;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** All promises in one of the ways in which we are used: processes of their own, started here. */
final class HarmRun {

  private static final String APPLICATION = HarmApplication.class.getName();

  /** Rights do not bind root; nor does anybody make files in there. */
  private static final String NOT_EVEN_ROOTS = "{ mv state before && ln -s /sys state; }";

  private static final String BACK = "{ rm state && mv before state; }";

  static final Path TEST_CLASSES =
      Path.of(
          URI.create(HarmRun.class.getProtectionDomain().getCodeSource().getLocation().toString()));

  private final Path folder;
  private final Way way;
  private final Map<Promise, String> outcomes = new TreeMap<>();
  private final Map<Promise, String> reported = new TreeMap<>();

  HarmRun(Path folder, Way way) {
    this.folder = folder;
    this.way = way;
  }

  /** What callers noticed of a promise. */
  String outcome(Promise promise) {
    return outcomes.getOrDefault(promise, HarmApplication.NOT_THERE);
  }

  /** What evidence there is of its calls. */
  String reported(Promise promise) {
    return reported.getOrDefault(promise, HarmApplication.NOT_THERE);
  }

  Collection<String> outcomes() {
    return outcomes.values();
  }

  void perform() throws IOException, InterruptedException {
    for (Surroundings surroundings : Surroundings.values()) {
      perform(surroundings);
    }
  }

  private void perform(Surroundings surroundings) throws IOException, InterruptedException {
    List<Promise> promises =
        Arrays.stream(Promise.values())
            .filter(each -> each.surroundings() == surroundings && way.has(each))
            .toList();
    if (promises.isEmpty()) {
      return;
    }
    Path own = Files.createDirectories(folder.resolve(way + "-" + surroundings));
    Workbench bench = new Workbench(own);
    List<Path> classPath = prepare(bench, promises);
    List<String> prefix =
        surroundings == Surroundings.NOBODY_READS
            ? List.of("bash", "-c", "mkfifo stderr && exec \"$@\" 2<>stderr", "bash")
            : List.of();
    try (ForkedJvm jvm = start(own, prefix, classPath)) {
      jvm.ask("link " + names(promises));
      bench.flags(flags(promises, "shadow"));
      promises.forEach(promise -> awaitArmed(promise, jvm));
      before(surroundings, own, jvm);
      awaitFailure(surroundings, jvm);
      for (Promise promise : promises) {
        outcomes.put(promise, jvm.ask(promise.name()));
      }
      after(surroundings, own, jvm, promises);
      assertThat(jvm.end()).as("exit code; " + jvm.errors()).isZero();
    }
    if (surroundings == Surroundings.ORDINARY) {
      evidence(own).forEach((promise, text) -> reported.put(Promise.valueOf(promise), text));
    }
  }

  private void awaitArmed(Promise promise, ForkedJvm jvm) {
    if (promise == Promise.OFF) {
      return;
    }
    MigrationStatus settled =
        jvm.await(
            promise.name(),
            status -> status.arming() == Arming.ARMED || status.arming() == Arming.FAILED);
    if (settled.arming() == Arming.FAILED) {
      reported.put(promise, "not armed");
    }
  }

  private static String names(List<Promise> promises) {
    return String.join(" ", promises.stream().map(Promise::name).toList());
  }

  private static void before(Surroundings surroundings, Path own, ForkedJvm jvm)
      throws IOException, InterruptedException {
    switch (surroundings) {
      case ORDINARY -> {}
      case GONE -> run(own, "mv state before && touch state");
      case READ_ONLY -> run(own, "chmod -R a-w state; test ! -w state || " + NOT_EVEN_ROOTS);
      case FULL -> run(own, "prlimit --fsize=1:unlimited --pid " + jvm.pid());
      case NOBODY_READS -> {
        run(own, "dd if=/dev/zero of=stderr bs=1 count=1000000 oflag=nonblock 2>/dev/null || true");
        new Workbench(own).flags("NOBODY_READS: {route: nowhere}");
      }
    }
  }

  /** Until it has been tried in vain to write: the library says so to its application's log. */
  private void awaitFailure(Surroundings surroundings, ForkedJvm jvm) {
    if (way.isWoven()
        && EnumSet.of(Surroundings.GONE, Surroundings.READ_ONLY, Surroundings.FULL)
            .contains(surroundings)) {
      jvm.awaitError("cannot be written");
    }
  }

  /**
   * Once files can be written again, flags are obeyed, and so is the kill switch: log or no log.
   */
  private static void after(
      Surroundings surroundings, Path own, ForkedJvm jvm, List<Promise> promises)
      throws IOException, InterruptedException {
    if (surroundings == Surroundings.ORDINARY) {
      awaitTrials(Promise.MANY_CALLERS, jvm);
      return;
    }
    restore(surroundings, own, jvm);
    Promise promise = promises.get(0);
    new Workbench(own).flags(flags(promises, "new"));
    jvm.askUntil("answer " + promise, "new"::equals);
    Files.createFile(own.resolve("state/OFF"));
    jvm.askUntil("answer " + promise, answer -> answer.startsWith("legacy"));
  }

  private static void restore(Surroundings surroundings, Path own, ForkedJvm jvm)
      throws IOException, InterruptedException {
    switch (surroundings) {
      case GONE -> run(own, BACK);
      case READ_ONLY -> run(own, "test ! -L state || " + BACK + "; chmod -R u+w state");
      case FULL -> run(own, "prlimit --fsize=unlimited --pid " + jvm.pid());
      default -> {}
    }
  }

  /** Callers are gone long before the last of their trials. */
  private static void awaitTrials(Promise promise, ForkedJvm jvm) {
    int trials = promise.callers() * promise.calls();
    jvm.await(promise.name(), status -> status.compared() >= trials);
  }

  private static void run(Path own, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", script).directory(own.toFile()).inheritIO().start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("failed: " + script);
    }
  }

  private List<Path> prepare(Workbench bench, List<Promise> promises) {
    List<Path> classPath = new ArrayList<>(applicationClassPath());
    classPath.add(HostileLogging.jar(bench));
    bench.flags(flags(promises, "legacy"));
    if (way.isWoven()) {
      Path legacy = bench.pack("legacy.jar", legacy(), Map.of());
      classPath.add(legacy);
      List<Path> known = List.of(TEST_CLASSES, legacy);
      bench.configure(
          bench.plugin(
              "plugin.jar",
              known,
              List.of("replacement.Rules"),
              Stream.concat(
                      Stream.of(Woven.moduleSource()), promises.stream().map(Woven::adapterSource))
                  .toArray(String[]::new)));
    } else {
      bench.file("compat.yaml", "flags: flags.yaml\nstate: state\nvalues: all\n");
    }
    return classPath;
  }

  private Map<String, byte[]> legacy() {
    return way == Way.WOVEN_47
        ? OldClassFiles.compile(47, List.of(TEST_CLASSES), Woven.legacySource())
        : Workbench.compile(List.of(TEST_CLASSES), Woven.legacySource());
  }

  private List<Path> applicationClassPath() {
    List<Path> classPath = new ArrayList<>(List.of(TEST_CLASSES));
    List<String> needed = new ArrayList<>(List.of("slf4j-api"));
    if (!way.isWoven()) {
      needed.add("compat-core");
      needed.addAll(Workbench.NEEDED);
    }
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> needed.stream().anyMatch(entry::contains))
        .map(Path::of)
        .forEach(classPath::add);
    return classPath;
  }

  private ForkedJvm start(Path own, List<String> prefix, List<Path> classPath) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    if (way.isWoven()) {
      command.add(new Workbench(own).agent());
    }
    command.add("-cp");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add(APPLICATION);
    command.add(way.contender().getName());
    return ForkedJvm.start(command, own);
  }

  private static String[] flags(List<Promise> promises, String route) {
    return promises.stream().map(promise -> flag(promise, route)).toArray(String[]::new);
  }

  private static String flag(Promise promise, String asked) {
    String route = promise == Promise.OFF ? "legacy" : asked;
    String shadow =
        "shadow: {timeout: %s, queue: %d}"
            .formatted(
                promise == Promise.HANGS || promise == Promise.QUEUE_FULL ? "100ms" : "10s",
                promise == Promise.QUEUE_FULL ? 4 : 1024);
    boolean isByContext = promise == Promise.CONTEXT_THROWS || promise == Promise.CONTEXT_HANGS;
    return isByContext
        ? "%s: {context: {tenant: \"static:%s#tenant\"}, route: legacy, %s, rules: [{when: {tenant: [acme]}, route: %s}]}"
            .formatted(promise, Sides.class.getName(), shadow, route)
        : "%s: {route: %s, salt: \"4242\", %s}".formatted(promise, route, shadow);
  }

  /** What the evidence says of each promise: what became of its trials. */
  private static Map<String, String> evidence(Path own) throws IOException {
    Map<String, String> all = new TreeMap<>();
    StateFolder state = StateFolder.at(own.resolve("state"));
    for (JoinPointSnapshot each : EvidenceLog.read(state.evidenceFiles()).merged()) {
      all.put(each.migration(), text(each));
    }
    return all;
  }

  private static String text(JoinPointSnapshot evidence) {
    Coverage coverage = evidence.coverage();
    List<String> said = new ArrayList<>();
    add(said, coverage.matched(), "match");
    add(said, coverage.mismatched(), "mismatch");
    evidence.incomparable().keySet().forEach(why -> said.add("incomparable: " + shortened(why)));
    add(said, coverage.dropped(), "dropped");
    add(said, coverage.pending(), "pending");
    evidence.context().forEach(key -> add(said, key.failed(), key.key() + " cannot be read"));
    return said.isEmpty() ? HarmApplication.NOT_THERE : String.join("; ", said);
  }

  private static String shortened(String why) {
    return why.replace(Promise.class.getName() + "$", "");
  }

  private static void add(List<String> said, long count, String what) {
    if (count > 0) {
      said.add(what);
    }
  }
}
