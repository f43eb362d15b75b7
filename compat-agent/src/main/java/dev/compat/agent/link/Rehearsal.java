package dev.compat.agent.link;

import static java.lang.invoke.MethodType.methodType;

import dev.compat.NotHandled;
import dev.compat.agent.weave.AnchorWriter;
import dev.compat.agent.weave.MethodRef;
import dev.compat.call.AnswerTypes;
import dev.compat.call.Permits;
import dev.compat.call.Router;
import dev.compat.compare.Snapshots;
import dev.compat.config.ConfigException;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.evidence.ObservedEvidence;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.observe.ObservedMethod;
import dev.compat.shadow.ShadowPool;
import java.compat.Cell;
import java.compat.Gate;
import java.io.IOException;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Links and calls made for nobody, before the first that are made for the application.
 *
 * <p>They load and initialise the classes that calls need. A caller may have next to no stack left,
 * and a class whose initialisation overflows the stack is lost to the JVM for good.
 */
final class Rehearsal {

  private static final String NAME = "rehearsal";
  private static final List<String> FLAGS =
      List.of(
          "{route: legacy}",
          "{route: shadow}",
          "{route: shadow, shadow: {sample: 0%}}",
          "{route: shadow, shadow: {queue: 1}}",
          "{route: fallback}",
          "{route: verify}",
          "{route: verify, shadow: {sample: 0%}}",
          "{context: {k: 'arg(0)', f: 'arg(1)', s: 'static:no.Such#name'}, route: new,"
              + " rules: [{when: {k: [some]}, route: legacy}, {when: {f: [x]}, route: legacy}, {when: {s: [x], f: [y]}, route: shadow}]}",
          "{context: {m: 'mdc:m'}, by: m, route: {new: 5, shadow: 5, fallback: 5, verify: 5}}",
          "{by: call, route: {new: 50}, pin: receiver}",
          "{context: {k: 'arg(0)', s: 'static:no.Such#name'}, by: [s, k], route: {new: 50}, pin: k,"
              + " rules: [{when: {k: {not: [x], prefix: [y]}}, route: legacy}]}",
          "{context: {w: 'webapp:path', p: 'arg(0)[p].q'}, route: new,"
              + " rules: [{when: {w: [x], p: [y]}, route: legacy}, {when: {p: [y]}, route: shadow}]}",
          "{route: new}");
  private static final int CALLS = 10;
  private static final AtomicBoolean ROUTES = new AtomicBoolean();

  private Rehearsal() {}

  /** What linking a gate needs. Cheap: the start of the application waits for it. */
  static void ofGates(Workshop workshop) {
    Application nobodys = new Application(Rehearsal.class.getClassLoader());
    nobodys.link(NAME, application -> new Link(NAME, application, workshop)).gate().check();
    AnchorWriter.write(Rehearsal.class, NAME);
    MethodHandle nothing = MethodHandles.constant(boolean.class, false);
    new RouteSites().of(new ConstantCallSite(nothing), nothing).release();
    Cell.current();
  }

  /** What linking and taking a route needs. Once in a process, on a thread that arms. */
  static void ofRoutes(Workshop workshop) throws Throwable {
    if (ROUTES.compareAndSet(false, true)) {
      rehearse(workshop);
    }
  }

  private static void rehearse(Workshop workshop) throws Throwable {
    JoinPointEvidence evidence = new Evidence(false).joinPoint(NAME, NAME);
    evidence.contained(new IllegalArgumentException(NAME));
    evidence.shadow().incomparable(NAME);
    evidence.verify().incomparable(NAME);
    Gate gate = new Gate();
    ShadowPool pool = new ShadowPool(NAME, workshop.workers());
    Router router = new Router(CellSurroundings.INSTANCE, pool);
    MethodHandle route = route(gate, router, evidence);
    for (String flag : FLAGS) {
      follow(flag, router, pool, workshop);
      List<Object> list = new ArrayList<>(List.of("a"));
      for (Object argument : List.of("some", "other", list, gate, new NotHandled(NAME))) {
        call(route, argument);
      }
      router.tick();
    }
  }

  private static void follow(String text, Router router, ShadowPool pool, Workshop workshop)
      throws ConfigException {
    Flag flag = Flags.parse("flags: {" + NAME + ": " + text + "}", NAME).flag(NAME);
    if (flag != null) {
      ContextReaders readers = workshop.readers(flag, Rehearsal.class.getClassLoader());
      router.follow(flag, readers);
      pool.configure(flag.shadow());
    }
  }

  /** What linking and taking an observed call needs. Once in a process. */
  static void ofObserving(Workshop workshop) throws Throwable {
    MethodHandle sample =
        MethodHandles.lookup()
            .findStatic(Rehearsal.class, "sample", methodType(Object.class, Object.class));
    Map<String, String> context = Map.of("k", "arg(0)", "s", "static:no.Such#name", "m", "mdc:m");
    ObservedEvidence evidence = new Evidence(false).observed(NAME, NAME);
    ObservedMethod observed =
        new ObservedMethod(
            Rehearsal.class.getName(),
            "sample",
            new ObservedMethod.Places(List.of(Object.class), true, Object.class),
            evidence,
            CellSurroundings.INSTANCE,
            workshop.readers(context, Rehearsal.class.getClassLoader()),
            List.copyOf(context.keySet()));
    Gate gate = new Gate();
    gate.watch();
    MethodHandle route = Handles.observed(observed, gate, sample);
    for (Object argument : List.of("some", "ä", new ArrayList<>(), gate, 1, Map.of(), List.of(1))) {
      observed.tick(CALLS);
      call(route, argument);
    }
    evidence.contained(new IllegalArgumentException(NAME));
    observed.ended(0, 0, null, null, 1);
  }

  private static MethodHandle route(Gate gate, Router router, JoinPointEvidence evidence)
      throws ReflectiveOperationException {
    MethodHandle sample =
        MethodHandles.lookup()
            .findStatic(Rehearsal.class, "sample", methodType(Object.class, Object.class));
    Armed.Key key = new Armed.Key(NAME, new MethodRef("sample", "(Ljava/lang/Object;)"));
    AnswerTypes answers = AnswerTypes.of(List.of(IOException.class), List.of());
    Armed.Target target =
        new Armed.Target(sample, null, evidence, Permits.ALL, answers, Snapshots.STRICT, false);
    Armed armed = new Armed(Map.of(key, target), Set.of());
    MethodHandle passing = Handles.passing(gate, sample);
    MethodHandle route = armed.route(router, gate, key, passing, passing, true);
    if (route == null) {
      throw new IllegalStateException("the rehearsal has no route");
    }
    return route;
  }

  private static void call(MethodHandle route, Object argument) throws Throwable {
    try {
      Object ignored = route.invoke(argument);
    } catch (IllegalArgumentException | NotHandled expected) {
      // For the sake of every handler on the way: finding out what it catches may load classes too.
    }
  }

  /** Stands in for legacy, which would be woven and so take the pass. */
  @SuppressWarnings("UnusedMethod") // through a method handle
  private static Object sample(Object value) {
    Cell.current().pass = null;
    if (value instanceof Gate) {
      throw new IllegalArgumentException("a rehearsal");
    }
    if (value instanceof NotHandled declined) {
      throw declined;
    }
    return value;
  }
}
