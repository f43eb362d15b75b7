package dev.compat.agent.link;

import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.MethodRef;
import dev.compat.agent.weave.ObservedClass;
import dev.compat.control.Standing;
import dev.compat.evidence.Evidence;
import dev.compat.flag.Flag;
import java.compat.Boot;
import java.compat.Gate;
import java.compat.Linker;
import java.compat.RouteSite;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Links the call sites of woven methods and moves all gates.
 *
 * <p>Linking runs on threads of the application, wherever they are, a static initialiser or a class
 * loader included: it takes no lock that another thread of theirs may hold, and waits for nobody.
 */
public final class LegacyLinker implements Linker {

  private final Applications applications = new Applications();
  private final RouteSites sites = new RouteSites();
  private final Workshop workshop;
  private volatile boolean left;
  private volatile @Nullable String unrouted;
  private volatile @Nullable String astray;
  private volatile @Nullable String unobserved;

  /**
   * Makes a linker for one process.
   *
   * @param refusal why a migration must not be armed in an application; null if it may
   * @throws ReflectiveOperationException if this JDK does not let us look into class loaders
   */
  public LegacyLinker(
      List<Plugin> plugins,
      List<ObservedClass> observed,
      Evidence evidence,
      BiFunction<String, ClassLoader, @Nullable String> refusal,
      Instrumentation instrumentation)
      throws ReflectiveOperationException {
    this(
        new Workshop(
            new Armory(plugins, evidence, refusal, instrumentation),
            LoadedClasses.open(instrumentation),
            new Crew(),
            new Observing(
                observed,
                plugins.stream().flatMap(plugin -> plugin.adapters().stream()).toList(),
                evidence)));
  }

  LegacyLinker(Workshop workshop) {
    this.workshop = workshop;
    Rehearsal.ofGates(workshop);
  }

  @Override
  public CallSite gate(MethodHandles.Lookup caller, String migration, Class<?> owner)
      throws Throwable {
    return gate(applications.of(caller, owner), migration).admission();
  }

  private Gate gate(Application application, String migration) {
    Gate gate =
        migration.equals(ObservedClass.GATE)
            ? watch(application).gate()
            : link(application, migration).gate();
    if (left) { // it may have been made after all others were shut
      gate.retire();
    }
    return gate;
  }

  @Override
  public CallSite route(
      MethodHandles.Lookup caller,
      String name,
      MethodType type,
      String migration,
      Class<?> owner,
      String descriptor)
      throws Throwable {
    MethodHandles.Lookup lookup =
        caller.lookupClass() == owner ? caller : MethodHandles.privateLookupIn(owner, caller);
    MethodType declared = MethodType.fromMethodDescriptorString(descriptor, owner.getClassLoader());
    boolean isStatic = declared.parameterCount() == type.parameterCount();
    MethodHandle legacy =
        isStatic
            ? lookup.findStatic(owner, name, type)
            : lookup.findSpecial(owner, name, declared, owner);
    Application application = applications.of(caller, owner);
    Armed.Key key = new Armed.Key(owner.getName(), new MethodRef(name, descriptor));
    RouteSite site = sites.of(route(application, migration, key, legacy, isStatic), legacy);
    if (left) {
      gate(application, migration).retire();
      site.release();
    }
    return site;
  }

  private CallSite route(
      Application application,
      String migration,
      Armed.Key key,
      MethodHandle legacy,
      boolean isStatic) {
    Watch watch = watch(application);
    if (migration.equals(ObservedClass.GATE)) {
      return new ConstantCallSite(alone(watch, key, legacy, watch.gate(), isStatic));
    }
    Link link = link(application, migration);
    MethodHandle passing = Handles.passing(link.gate(), legacy);
    try {
      MethodHandle alone = alone(watch, key, legacy, link.gate(), isStatic);
      return link.route(key, passing, alone, isStatic);
    } catch (RuntimeException | LinkageError failure) {
      unrouted = key.legacy() + "." + key.method().name() + " could not be routed: " + failure;
      return link.unrouted(passing);
    }
  }

  /** Legacy as it answers alone: observed if it is to be, and if that can be. */
  private MethodHandle alone(
      Watch watch, Armed.Key key, MethodHandle legacy, Gate gate, boolean isStatic) {
    try {
      return watch.alone(key, legacy, gate, isStatic);
    } catch (RuntimeException | LinkageError failure) {
      unobserved = key + " is not observed: " + failure;
      return Handles.passing(gate, legacy);
    }
  }

  /** What went wrong with calls so far, a line each: methods not routed, contexts not read. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    String lost = unrouted();
    if (lost != null) {
      problems.add(lost + "; legacy answers there");
    }
    links().forEach(link -> problems.addAll(link.problems()));
    Stream.of(unobserved, workshop.observing().failure())
        .flatMap(Stream::ofNullable)
        .forEach(problems::add);
    watches().forEach(watch -> problems.addAll(watch.problems()));
    return problems;
  }

  private @Nullable String unrouted() {
    if (astray != null) {
      return astray;
    }
    return Boot.failures() == 0
        ? unrouted
        : Boot.failures() + " call sites did not link: " + Boot.lastFailure();
  }

  private Link link(Application application, String migration) {
    return application.link(migration, made -> new Link(migration, made, workshop));
  }

  private Watch watch(Application application) {
    return application.watch(this::newWatch);
  }

  private Watch newWatch(ClassLoader loader) {
    try {
      return new Watch(workshop, loader);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Has methods observed or left alone, in every application. Control thread only, several times a
   * second; to be called before {@link #follow}, which does the same for methods with adapters.
   *
   * @return whether they are observed
   */
  public boolean observe(boolean wanted) {
    boolean isOn = workshop.observing().switchTo(wanted, workshop);
    List<Watch> watches = watches();
    int busy = watches.stream().mapToInt(Watch::busy).sum();
    for (Watch watch : watches) {
      watch.follow();
      watch.tick(busy);
    }
    return isOn;
  }

  private List<Watch> watches() {
    return applications.alive().stream()
        .map(Application::watch)
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /**
   * Brings every migration, in every application, to where its flag wants it. Control thread only;
   * when it returns all gates have obeyed, but for those that are still being armed.
   *
   * @param flags the flag of a migration; null where there is none, which is off
   */
  public void follow(Function<String, @Nullable Flag> flags) {
    String failure = null;
    for (Link link : links()) {
      try {
        link.follow(flags.apply(link.migration()));
        link.tick();
      } catch (RuntimeException | LinkageError thrown) {
        failure = link.migration() + " does not follow its flag: " + thrown.getMessage();
      }
    }
    astray = failure;
    sites.tick();
  }

  /**
   * Shuts all gates for good: when it returns, every call that begins is legacy's. Calls that are
   * under way end as they began. Any thread; to be called before the classes are restored.
   */
  public void leave() {
    left = true;
    applications.close();
    links().forEach(Link::leave);
    watches().forEach(watch -> watch.gate().retire());
    // Last: a route that is linked without a linker is the method itself, and behind a gate that is
    // not shut yet that would go on meeting itself.
    Boot.uninstall(this);
  }

  /**
   * Takes the agent out of the call sites, and has arming and shadowing end. To be called once no
   * control thread runs.
   *
   * @return who is still busy with code of a plugin, a line each; call it again until nobody is
   */
  public List<String> end() {
    sites.release();
    List<String> busy = new ArrayList<>();
    links().forEach(Link::end);
    if (workshop.workers() instanceof Crew crew) {
      for (Thread thread : crew.busy()) {
        thread.interrupt();
        busy.add(Callers.line(thread, thread.getStackTrace()));
      }
    }
    busy.addAll(Callers.inside(applications.alive()));
    return busy;
  }

  /**
   * Closes what plugins have built and lets go of their jars and of the applications. To be called
   * when nobody is busy any more.
   *
   * @return what could not be closed, a line each
   */
  public List<String> close() {
    List<String> problems = new ArrayList<>();
    for (Application application : applications.alive()) {
      Thread.currentThread().setContextClassLoader(application.loader());
      problems.addAll(application.close());
    }
    Thread.currentThread().setContextClassLoader(null);
    return problems;
  }

  /** How each migration stands, in the application where it stands worst. */
  public Map<String, Standing> standings() {
    Map<String, Standing> standings = new TreeMap<>();
    for (Link link : links()) {
      Standing standing = new Standing(link.arming(), link.failure());
      standings.merge(link.migration(), standing, Standing::worse);
    }
    return standings;
  }

  /** All there are. */
  List<Link> links() {
    List<Link> links = new ArrayList<>();
    applications.alive().forEach(application -> links.addAll(application.links()));
    return links;
  }
}
