package dev.compat.agent.link;

import dev.compat.call.AnswerTypes;
import dev.compat.call.JoinPoint;
import dev.compat.call.Permits;
import dev.compat.call.Router;
import dev.compat.call.Table;
import dev.compat.config.ConfigException;
import dev.compat.evidence.Evidence;
import dev.compat.flag.FileFlagSource;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What a caller sees of flags and of a router's table while the control thread replaces them. */
public final class SnapshotStress {

  private static final String TEXT = "flags: {a: {route: new}, b: {route: legacy}}";
  private static final Flags FLAGS = parse();
  private static final String FINGERPRINT = FLAGS.fingerprint();
  private static final Path FILE = file();
  private static final Evidence EVIDENCE = new Evidence(false);
  private static final ShadowPool POOL = new ShadowPool("stress", Thread::new);
  private static final JoinPoint.Arms ARMS =
      new JoinPoint.Arms("m", given -> null, given -> null, given -> null, true, false);

  private SnapshotStress() {}

  private static Flags parse() {
    try {
      return Flags.parse(TEXT, "flags.yaml");
    } catch (ConfigException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Path file() {
    try {
      Path file = Files.createTempFile("flags", ".yaml");
      file.toFile().deleteOnExit();
      return Files.writeString(file, TEXT);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A router that has yet to be told of a flag. */
  @State
  public static class Routed {
    final Router router = new Router(CellSurroundings.INSTANCE, POOL);
    final JoinPoint joinPoint =
        router.joinPoint(
            EVIDENCE.joinPoint("stress", "m"),
            ARMS,
            Permits.ALL,
            AnswerTypes.of(List.of(), List.of()));

    Route route() {
      Table table = joinPoint.table();
      return joinPoint.looksAtArguments(table)
          ? joinPoint.route(table, new Object[0])
          : joinPoint.route(table);
    }
  }

  /** A table is seen whole, and no later call sees the one before it. */
  @JCStressTest
  @Outcome(id = "LEGACY, LEGACY", expect = Expect.ACCEPTABLE, desc = "not yet")
  @Outcome(id = "LEGACY, FALLBACK", expect = Expect.ACCEPTABLE, desc = "in between")
  @Outcome(id = "FALLBACK, FALLBACK", expect = Expect.ACCEPTABLE, desc = "obeyed")
  public static class Following {
    @Actor
    public void caller(Routed routed, LL_Result result) {
      result.r1 = routed.route();
      result.r2 = routed.route();
    }

    @Actor
    public void control(Routed routed) {
      Flag flag = Objects.requireNonNull(FLAGS.flag("a"));
      routed.router.follow(flag.atMost(Route.FALLBACK), null); // a flag that is new, too
    }
  }

  /** Flags that nobody has read yet. */
  @State
  public static class Source {
    final FileFlagSource flags = new FileFlagSource(FILE);
  }

  /** One reading is seen whole: both its flags, or none. */
  @JCStressTest
  @Outcome(id = "false, false", expect = Expect.ACCEPTABLE, desc = "not read yet")
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "read")
  public static class Reading {
    @Actor
    public void reader(Source source, ZZ_Result result) {
      Flags seen = source.flags.current();
      Flag first = seen.flag("a");
      Flag second = seen.flag("b");
      result.r1 = first != null && first.constant() == Route.NEW;
      result.r2 = second != null && second.isOff();
    }

    @Actor
    public void control(Source source) {
      source.flags.poll();
    }
  }

  /** Flags whose fingerprint nobody has asked for. */
  @State
  public static class Fresh {
    final Flags flags = parse();
  }

  /** Two threads may compute it both, but neither sees half of it. */
  @JCStressTest
  @Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "the same to both")
  public static class Fingerprint {
    @Actor
    public void one(Fresh fresh, ZZ_Result result) {
      result.r1 = FINGERPRINT.equals(fresh.flags.fingerprint());
    }

    @Actor
    public void other(Fresh fresh, ZZ_Result result) {
      result.r2 = FINGERPRINT.equals(fresh.flags.fingerprint());
    }
  }
}
