package dev.compat.embed;

import dev.compat.call.JoinPoint;
import dev.compat.call.Router;
import dev.compat.control.Standing;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.flag.ClassFinder;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import dev.compat.state.MigrationStatus.Arming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the calls of one migration go at present.
 *
 * <p>The control thread alone follows flags; callers read two volatile fields and the router's.
 * Join points are added by any thread, to a concurrent map.
 */
final class Course {

  private static final Logger log = LoggerFactory.getLogger(Course.class);

  private final String migration;
  private final Evidence evidence;
  private final ShadowPool pool;
  private final Router router;
  private final Map<String, Supplier<?>> given = new ConcurrentHashMap<>();
  private final Map<String, Declared> declared = new ConcurrentHashMap<>();

  private final ProxyMaker proxies = new ProxyMaker();

  /** Whether some call may go elsewhere than to legacy. */
  private volatile boolean isOn;

  /** Whether calls that the replacement answers are counted. */
  private volatile boolean isRecorded = true;

  private volatile Standing standing = new Standing(Arming.OFF, null);
  private @Nullable Flag followed;
  private @Nullable ContextReaders readers;

  /** A join point as it was declared last. */
  private record Declared(JoinPointEvidence evidence, Declaration declaration) {}

  /** Sees what legacy sees. */
  private volatile @Nullable ClassLoader loader = Course.class.getClassLoader();

  Course(String migration, Evidence evidence, ThreadFactory workers) {
    this.migration = migration;
    this.evidence = evidence;
    this.pool = new ShadowPool(migration, workers);
    this.router = new Router(CellSurroundings.INSTANCE, pool);
  }

  /** Whether a call that begins now goes where the flag says. On the caller's thread. */
  boolean admits() {
    return isOn && Cells.admits(this);
  }

  ProxyMaker proxies() {
    return proxies;
  }

  boolean isRecorded() {
    return isRecorded;
  }

  Routed add(
      String name, Declaration declaration, Packing packing, ArmCall legacy, ArmCall replacement) {
    JoinPointEvidence recorded = evidence.joinPoint(migration, name);
    if (isOn) {
      recorded.armed(Instant.now());
    }
    declared.put(name, new Declared(recorded, declaration));
    var alone = packing.invoker(legacy);
    JoinPoint.Arms arms =
        new JoinPoint.Arms(
            name,
            alone,
            arguments -> Cells.beside(this, alone, arguments),
            packing.invoker(replacement),
            packing instanceof Packing.Arguments,
            declaration.isVoid());
    JoinPoint joinPoint =
        router.joinPoint(recorded, arms, declaration.permits(), declaration.answerTypes());
    return new Routed(this, joinPoint, packing, legacy, replacement);
  }

  /**
   * Takes the loader of legacy's classes from one of its objects, or from a lambda that calls it.
   */
  void seenFrom(Object legacy) {
    ClassLoader seen = legacy.getClass().getClassLoader();
    if (seen != null) {
      loader = seen;
    }
  }

  /** Gives {@code given:key} readers their value. */
  void give(String key, Supplier<?> value) {
    given.put(key, value);
  }

  /** Goes where {@code flag} says; null is off. When it returns, calls obey. */
  void follow(@Nullable Flag flag) {
    if (flag != followed) {
      followed = flag;
      if (flag == null || flag.isOff()) {
        turnOff();
      } else {
        turnOn(flag);
      }
    }
    router.tick();
    pool.tick();
    tell();
  }

  private void turnOff() {
    isOn = false;
    pool.configure(null);
  }

  private void turnOn(Flag flag) {
    try {
      Rehearsal.hold();
    } catch (Throwable failure) {
      turnOff();
      standing = new Standing(Arming.FAILED, failure.toString());
      log.error("{}: not armed, legacy answers: {}", migration, failure.toString());
      return;
    }
    readers =
        flag.context().isEmpty() ? null : ContextReaders.compile(flag.context(), new Application());
    router.follow(flag, readers);
    boolean compares = flag.mayGive(Route.SHADOW) || flag.mayGive(Route.VERIFY);
    pool.configure(compares ? flag.shadow() : null);
    pool.prestart();
    isRecorded = flag.constant() != Route.NEW || flag.records();
    isOn = true;
    if (standing.arming() != Arming.ARMED) {
      standing = new Standing(Arming.ARMED, null);
      declared.values().forEach(each -> each.evidence.armed(Instant.now()));
      log.info("{}: armed {}", migration, declared.keySet());
    }
  }

  /** Sends every call to legacy, or to the floor, and lets the workers end. */
  void end() {
    Flag last = followed;
    follow(last == null ? null : last.atMost(Route.LEGACY));
    pool.configure(null);
  }

  private void tell() {}

  /** What is wrong here, a line each. Control thread only. */
  List<String> problems() {
    return isOn && followed != null && readers != null ? readers.problems(followed) : List.of();
  }

  Standing standing() {
    return standing;
  }

  /** What readers of the context find in the application. */
  private final class Application implements ClassFinder {

    /** Loads it if need be, which initialises nothing: there is no other way to look from here. */
    @Override
    public @Nullable Class<?> find(String name) {
      try {
        return Class.forName(name, false, loader);
      } catch (ClassNotFoundException | LinkageError absent) {
        return null;
      }
    }

    @Override
    public @Nullable Supplier<?> given(String name) {
      return given.get(name);
    }
  }
}
