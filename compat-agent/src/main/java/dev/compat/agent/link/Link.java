package dev.compat.agent.link;

import dev.compat.agent.plugin.Plugin;
import dev.compat.background.DaemonThreads;
import dev.compat.background.Log;
import dev.compat.call.Router;
import dev.compat.call.Suspensions;
import dev.compat.container.PerReceiver;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import dev.compat.state.MigrationStatus.Arming;
import java.compat.Gate;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MutableCallSite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One migration in one application loader: its gate, and how far it is armed.
 *
 * <p>The control thread alone calls {@link #follow} and moves the gate, but for a linking thread
 * that has to keep it from staying open; this object's monitor is between the two. An arming thread
 * publishes what it made through the volatile {@code armed}; linking threads read it. An exception
 * of arming is kept as text: an object of the plugin's would keep its loader.
 */
final class Link {

  private static final Log log = Log.of(Link.class);

  private static final long LONG_ENOUGH = TimeUnit.SECONDS.toNanos(10);
  private static final String SHUT = "shut";
  private static final String WATCHING = "watching";
  private static final String CHECKED = "checked";
  private static final String DIRECT = "direct";
  private static final String OPEN = "open";

  private final String migration;
  private final Application application;
  private final Workshop workshop;
  private final Gate gate;
  private final ShadowPool pool;
  private final Router router;
  private final Suspensions suspensions;
  private final RouteNews news;
  private final Queue<Late> late = new ConcurrentLinkedQueue<>();
  private volatile Arming arming = Arming.OFF;
  private volatile Arming shown = Arming.OFF;
  private volatile Armed armed = Armed.NOTHING;
  private volatile @Nullable String failure;
  private @Nullable Flag followed;

  /** The flag that the router follows; null while it is at rest. */
  private @Nullable Flag routed;

  private @Nullable Thread armer;
  private long armingSince;

  /** What is said of arming that takes long, once it does. */
  private @Nullable String slow;

  private @Nullable ContextReaders readers;
  private String position = SHUT;
  private boolean isMixed;
  private boolean isPassed;
  private boolean isAdmitted;
  private volatile @Nullable Flag failedFor;
  private volatile boolean left;

  /** A route that was linked before its adapter was armed: it answers from legacy until it is. */
  private record Late(
      MutableCallSite site,
      Armed.Key key,
      MethodHandle passing,
      MethodHandle alone,
      boolean isStatic) {}

  Link(String migration, Application application, Workshop workshop) {
    this.migration = migration;
    this.application = application;
    this.workshop = workshop;
    this.gate = newGate();
    this.pool = new ShadowPool(migration, workshop.workers());
    this.router = new Router(CellSurroundings.INSTANCE, pool);
    this.suspensions = new Suspensions(pool);
    this.news = new RouteNews(migration, application, workshop);
    if (workshop.observing().isOn(migration)) { // not at the next tick: its first calls count too
      gate.watch();
      position = WATCHING;
    }
  }

  private static Gate newGate() {
    try {
      return new Gate();
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Gate gate() {
    return gate;
  }

  String migration() {
    return migration;
  }

  /** The legacy classes whose methods are armed. */
  Set<String> legacy() {
    return armed.present();
  }

  /** How far it is armed, as callers notice it: armed only once the gate has followed. */
  Arming arming() {
    return shown;
  }

  /** Why it could not be armed, or null. */
  @Nullable String failure() {
    return failure;
  }

  /**
   * Links the route of a join point.
   *
   * @param passing enters legacy past the gate
   * @param alone the same, for a call that legacy answers alone
   */
  CallSite route(Armed.Key key, MethodHandle passing, MethodHandle alone, boolean isStatic) {
    MethodHandle full = armed.route(router, gate, key, passing, alone, isStatic);
    if (full != null) {
      return new ConstantCallSite(full);
    }
    MutableCallSite site = new MutableCallSite(alone);
    late(new Late(site, key, passing, alone, isStatic));
    return site;
  }

  private synchronized void late(Late route) {
    late.add(route);
    closeToDirect();
  }

  /** A route that ends in legacy whatever the flag says, because it could not be built. */
  CallSite unrouted(MethodHandle passing) {
    keepFromDirect();
    return new ConstantCallSite(passing);
  }

  /** Has every call decided on: there may be no adapter for it. */
  private synchronized void keepFromDirect() {
    isMixed = true;
    closeToDirect();
  }

  /** The gate, for others than routes to enter legacy past it: it never opens wide. */
  synchronized Gate passable() {
    isPassed = true;
    closeToDirect();
    return gate;
  }

  /**
   * Keeps the gate from staying open, since legacy cannot be entered through an open one: the route
   * would meet itself. Waits for the control thread at most, and that only while it moves the gate.
   */
  private void closeToDirect() {
    if (position.equals(OPEN) || (isMixed && position.equals(DIRECT))) {
      move(CHECKED, gate::check);
    }
  }

  /** Brings arming and gate to where {@code flag} wants them; null is off. Control thread only. */
  void follow(@Nullable Flag flag) {
    boolean isOff = flag == null || isOff(flag);
    isAdmitted = isOff;
    if (isOff) {
      rest();
    }
    if (flag != null) {
      followSome(flag, isOff);
    } else if (followed != null) {
      followed = null;
      pool.configure(null);
    }
    Arming now = arming;
    if (now == Arming.FAILED) {
      rest();
    }
    news.follow(flag);
    // An arming thread may be done by now: that is not seen by callers before the next time.
    shown = now == Arming.ARMED && !isAdmitted ? Arming.ARMING : now;
  }

  /**
   * Where the gate is while no call goes to a route for another's sake than to be observed: and
   * there the router answers from legacy, whatever it followed.
   */
  private void rest() {
    if (routed != null) {
      routed = null;
      router.rest();
    }
    if (workshop.observing().isOn(migration)) {
      move(WATCHING, gate::watch);
    } else {
      move(SHUT, gate::shut);
    }
  }

  /** What is armed goes on looking at its calls while units of work may be pinned. */
  private boolean isOff(Flag flag) {
    return flag.isOff() && !(flag.holdsPins() && arming == Arming.ARMED);
  }

  private void followSome(Flag flag, boolean isOff) {
    if (flag != followed) {
      followed = flag;
      readers = workshop.readers(flag, application.loader());
      if (routed != null) {
        route(flag);
      }
      pool.configure(compares(flag) ? flag.shadow() : null);
    }
    if (!isOff && arming != Arming.ARMING) {
      armUnlessRefused(flag);
    }
  }

  private void route(Flag flag) {
    if (routed != flag) {
      routed = flag;
      router.follow(flag, readers);
    }
  }

  private static boolean compares(Flag flag) {
    return flag.mayGive(Route.SHADOW) || flag.mayGive(Route.VERIFY);
  }

  /** A legacy class that is loaded later than others may turn out not to fit after all. */
  private void armUnlessRefused(Flag flag) {
    String refused = refusal();
    if (refused != null) {
      fail(flag, refused);
    } else if (arming != Arming.FAILED || flag != failedFor) {
      armOrAdmit(flag);
    }
  }

  private @Nullable String refusal() {
    return workshop.armory().refusal(migration, application);
  }

  private void fail(Flag flag, String why) {
    failure = why;
    failedFor = flag;
    arming = Arming.FAILED;
  }

  /** What is wrong here besides a failure to arm, a line each. Control thread only. */
  List<String> problems() {
    List<String> problems = new ArrayList<>(unreadable());
    String untold = news.problem();
    if (untold != null) {
      problems.add(untold);
    }
    armed.perReceiver().stream()
        .map(PerReceiver::failure)
        .flatMap(Stream::ofNullable)
        .map(why -> migration + ": " + why)
        .forEach(problems::add);
    router.problems().forEach(line -> problems.add(migration + ": " + line));
    suspensions.refused().forEach(line -> problems.add(migration + ": " + line));
    Thread current = armer;
    if (current != null && current.isAlive() && System.nanoTime() - armingSince > LONG_ENOUGH) {
      if (slow == null) { // where it is changes, and each other line would be logged anew
        slow = slow(migration, current.getStackTrace());
      }
      problems.add(slow);
    }
    return problems;
  }

  /** Says that arming takes long, and where the plugin is if it is the plugin that does. */
  static String slow(String migration, StackTraceElement[] trace) {
    boolean isPlugin = Arrays.stream(trace).anyMatch(Plugin::isFrame);
    return migration
        + ": still being armed after 10 s, legacy answers"
        + (isPlugin
            ? "; its plugin is at " + DaemonThreads.outsideJdk(trace).orElse(trace[0])
            : "");
  }

  /** The context values that could not be read, a line each. Control thread only. */
  private List<String> unreadable() {
    Flag flag = followed;
    if (flag == null || readers == null) {
      return List.of();
    }
    return readers.problems(flag);
  }

  /** Keeps the shadow workers going. Control thread only, several times a second. */
  void tick() {
    router.tick();
    pool.tick();
    armed.perReceiver().forEach(PerReceiver::expunge);
    Flag flag = followed;
    suspensions.tell(armed.targets(), flag);
  }

  /** Shuts the gate for good, and has nothing armed any more. Any thread. */
  void leave() {
    left = true;
    gate.retire();
  }

  /** Ends shadowing, once it was left and no control thread runs. */
  void end() {
    pool.end();
  }

  private void armOrAdmit(Flag flag) {
    if (left) {
      return;
    }
    linkLate();
    if (arming == Arming.ARMED && late.isEmpty()) {
      admit(flag);
    } else {
      Arming before = arming;
      arming = Arming.ARMING;
      failure = null;
      armingSince = System.nanoTime();
      slow = null;
      try {
        armer = workshop.background("compat-arming-" + migration, () -> arm(flag));
      } catch (OutOfMemoryError noThread) { // tried again at the next tick
        arming = before;
        failure = "no thread to arm it: " + noThread.getMessage();
      }
    }
  }

  private synchronized void admit(Flag flag) {
    isAdmitted = true;
    route(flag);
    boolean direct = flag.constant() == Route.NEW && !flag.records();
    if (direct && late.isEmpty() && !isMixed) {
      admitDirect();
    } else {
      move(CHECKED, gate::check);
    }
  }

  private void admitDirect() {
    if (isPassed) {
      move(DIRECT, gate::checkDirect);
    } else {
      move(OPEN, gate::open);
    }
  }

  /** Moves the gate. What that took is logged: all compiled callers are sent back meanwhile. */
  private synchronized void move(String to, Runnable work) {
    if (!to.equals(position)) {
      long start = System.nanoTime();
      work.run();
      position = to;
      log.info("{}: gate {} in {} µs", migration, to, (System.nanoTime() - start) / 1_000);
    }
  }

  private void arm(Flag flag) {
    Thread.currentThread().setContextClassLoader(application.loader());
    try {
      Armed made = workshop.armory().arm(migration, application, armed.present(), this::link);
      if (!made.perReceiver().isEmpty()) {
        keepFromDirect();
      }
      router.carry(workshop.carriers(migration, application));
      router.compareBy(application.rules(migration));
      armed = armed.plus(made);
      Rehearsal.ofRoutes(workshop);
      pool.prestart();
      arming = Arming.ARMED;
      log.info("{}: armed {} in {}", migration, made.targets().keySet(), application.loader());
    } catch (Throwable thrown) {
      String why = thrown instanceof ArmingException ? thrown.getMessage() : thrown.toString();
      fail(flag, String.valueOf(why));
      if (refusal() == null) {
        log.error("{}: not armed, legacy answers: {}", migration, why);
      }
    }
  }

  /** Another migration in the same application, or this one. */
  private Link link(String name) {
    return application.link(name, made -> new Link(name, made, workshop));
  }

  /** Completes routes that were linked before their legacy class was known to arming. */
  private void linkLate() {
    for (Late route = late.peek(); route != null; route = late.peek()) {
      if (!armed.present().contains(route.key.legacy())) {
        return;
      }
      late.remove();
      MethodHandle full =
          armed.route(router, gate, route.key, route.passing, route.alone, route.isStatic);
      if (full == null) {
        log.warn("{}: no adapter was armed for {}; legacy answers", migration, route.key);
        unrouted(route.passing);
      } else {
        route.site.setTarget(full);
        MutableCallSite.syncAll(new MutableCallSite[] {route.site});
      }
    }
  }
}
