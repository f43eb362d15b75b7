package dev.compat.embed;

import dev.compat.Propagator;
import dev.compat.background.Log;
import dev.compat.call.Carriers;
import dev.compat.call.Invoker;
import dev.compat.call.JoinPoint;
import dev.compat.call.JoinPoint.Arms;
import dev.compat.call.Router;
import dev.compat.call.Suspensions;
import dev.compat.compare.CompareRules;
import dev.compat.control.Standing;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.LegacyVersion;
import dev.compat.flag.ClassFinder;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import dev.compat.state.MigrationStatus.Arming;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls of one migration go at present.
 *
 * <p>The control thread alone follows flags; callers read two volatile fields and the router's.
 * Join points are added by any thread, to a concurrent map.
 */
final class Course {

  private static final Log log = Log.of(Course.class);

  private final String migration;
  private final @Nullable Evidence evidence;
  private final ShadowPool pool;
  private final Router router;
  private final Map<String, Supplier<?>> given = new ConcurrentHashMap<>();
  private CompareRules rules = CompareRules.NONE;
  private final List<Propagator> propagators = new CopyOnWriteArrayList<>();
  private final Suspensions suspensions;

  private final ProxyMaker proxies = new ProxyMaker();

  /** By name; another map whenever there is another join point, under this object's monitor. */
  private volatile Map<String, Declared> declared = Map.of();

  /** Whether some call may go elsewhere than to legacy. */
  private volatile boolean isOn;

  /** Whether calls that the replacement answers are counted. */
  private volatile boolean isRecorded = true;

  /** Whether a call that cannot be decided is the replacement's, legacy's data being stale. */
  private volatile boolean isFloorNew;

  private volatile String applicationVersion = "";
  private volatile Standing standing = new Standing(Arming.OFF, null);
  private @Nullable Flag followed;
  private @Nullable ContextReaders readers;

  /** A join point as it was declared last. */
  private record Declared(JoinPointEvidence evidence, Declaration declaration)
      implements Suspensions.Subject {

    @Override
    public Map<Route, String> refusals(Flag flag) {
      return declaration.refusals(flag);
    }
  }

  /** Sees what legacy sees. */
  private volatile @Nullable ClassLoader loader = Course.class.getClassLoader();

  /**
   * Of one migration.
   *
   * @param evidence null where nothing is to be recorded, since legacy answers for good
   */
  Course(String migration, @Nullable Evidence evidence, ThreadFactory workers) {
    this.migration = migration;
    this.evidence = evidence;
    this.pool = new ShadowPool(migration, workers);
    this.suspensions = new Suspensions(pool);
    this.router = new Router(CellSurroundings.INSTANCE, pool);
    router.carry(Carriers.of(new Application(), propagators));
  }

  /** Whether a call that begins now goes where the flag says. On the caller's thread. */
  boolean admits() {
    return isOn && Cells.admits(this);
  }

  boolean isFloorNew() {
    return isFloorNew;
  }

  ProxyMaker proxies() {
    return proxies;
  }

  boolean isRecorded() {
    return isRecorded;
  }

  /** Adds a join point; one of the same name takes its place in what is said of it. */
  ArmCall add(
      String name, Declaration declaration, Packing packing, ArmCall legacy, ArmCall replacement) {
    if (evidence == null) {
      return legacy;
    }
    JoinPointEvidence recorded = evidence.joinPoint(migration, name, applicationVersion);
    Arms arms = arms(name, declaration, packing, legacy, replacement);
    JoinPoint joinPoint =
        router.joinPoint(
            recorded,
            arms,
            declaration.permits(),
            declaration.answerTypes(),
            declaration.snapshots());
    declare(name, new Declared(recorded, declaration));
    if (isOn) {
      recorded.armed(Instant.now());
    }
    return new Routed(this, joinPoint, packing, legacy, replacement);
  }

  private Arms arms(
      String name, Declaration declaration, Packing packing, ArmCall legacy, ArmCall replacement) {
    Invoker alone = packing.invoker(legacy);
    return new Arms(
        name,
        alone,
        arguments -> Cells.beside(this, alone, arguments),
        packing.invoker(replacement),
        packing instanceof Packing.Arguments,
        declaration.isVoid());
  }

  private synchronized void declare(String name, Declared joinPoint) {
    Map<String, Declared> all = new TreeMap<>(declared);
    all.put(name, joinPoint);
    declared = Collections.unmodifiableMap(all);
  }

  /**
   * Takes the loader of legacy's classes from one of its objects, or from a lambda that calls it.
   */
  void seenFrom(Object legacy) {
    ClassLoader seen = legacy.getClass().getClassLoader();
    if (seen != null) {
      loader = seen;
      applicationVersion = LegacyVersion.declared(legacy.getClass());
    }
  }

  /** Gives {@code given:key} readers their value. */
  void give(String key, Supplier<?> value) {
    given.put(key, value);
  }

  /** Has trials carry this over from now on. */
  void carry(Propagator propagator) {
    propagators.add(propagator);
    router.carry(Carriers.of(new Application(), propagators));
  }

  /** Has trials compared by these rules, too. */
  synchronized void compareBy(CompareRules more) {
    rules = rules.and(more);
    router.compareBy(rules);
  }

  /** Goes where {@code flag} says; null is off. When it returns, calls obey. */
  void follow(@Nullable Flag flag) {
    if (flag != followed) {
      followed = flag;
      if (flag == null || isOff(flag)) {
        turnOff();
      } else {
        turnOn(flag);
      }
    }
    router.tick();
    pool.tick();
    suspensions.tell(declared, isOn ? flag : null);
  }

  /** Units of work that are pinned to the new side stay there. */
  private boolean isOff(Flag flag) {
    return flag.isOff() && !(flag.holdsPins() && isOn);
  }

  private void turnOff() {
    isOn = false;
    router.rest(); // and so no unit of work is pinned any more
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
    isFloorNew = flag.floor().compareTo(Route.SHADOW) > 0;
    isOn = true;
    if (standing.arming() != Arming.ARMED) {
      standing = new Standing(Arming.ARMED, null);
      declared.values().forEach(each -> each.evidence.armed(Instant.now()));
      log.info("{}: armed {}", migration, declared.keySet());
    }
  }

  /** Sends every call to legacy, or to the floor, and ends the workers. */
  void end() {
    Flag last = followed;
    follow(last == null ? null : last.atMost(Route.LEGACY));
    pool.end();
  }

  /** What is wrong here, a line each. Control thread only. */
  List<String> problems() {
    if (!isOn || followed == null) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    if (readers != null) {
      problems.addAll(readers.problems(followed));
    }
    router.problems().forEach(line -> problems.add(migration + ": " + line));
    suspensions.refused().forEach(line -> problems.add(migration + ": " + line));
    return problems;
  }

  Standing standing() {
    return standing;
  }

  /** What readers of the context find in the application. */
  private final class Application implements ClassFinder {

    /**
     * Loads it if need be, there being no other way to look from here: who has a context read from
     * a class by its name uses that class.
     */
    @Override
    public @Nullable Class<?> find(String name) {
      try {
        return Class.forName(name, false, loader);
      } catch (ClassNotFoundException | LinkageError absent) {
        return null;
      }
    }

    @Override
    public @Nullable ClassLoader loader() {
      return loader;
    }

    @Override
    public @Nullable Supplier<?> given(String name) {
      return given.get(name);
    }
  }
}
