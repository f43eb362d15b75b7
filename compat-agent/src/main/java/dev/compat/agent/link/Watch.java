package dev.compat.agent.link;

import dev.compat.agent.weave.MethodRef;
import dev.compat.config.Observed;
import dev.compat.config.Problem;
import dev.compat.flag.ContextReaders;
import dev.compat.observe.ObservedMethod;
import java.compat.Gate;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * What is observed in one application loader: the methods, and the gate of those that have no
 * adapter, and so no migration whose gate they could share.
 *
 * <p>Linking threads add to concurrent maps; the control thread alone moves the gate.
 */
final class Watch {

  /** How many calls are looked at between two ticks, in the process and of one method. */
  private static final int MOST = 200;

  private static final int MOST_OF_ONE = 10;

  private final Observing observing;
  private final Workshop workshop;
  private final ClassLoader loader;
  private final Gate gate;
  private final ConcurrentMap<Armed.Key, ObservedMethod> methods = new ConcurrentHashMap<>();
  private final ConcurrentMap<Observed, ContextReaders> readers = new ConcurrentHashMap<>();

  Watch(Workshop workshop, ClassLoader loader) throws ReflectiveOperationException {
    this.observing = workshop.observing();
    this.workshop = workshop;
    this.loader = loader;
    this.gate = new Gate();
    follow();
  }

  Gate gate() {
    return gate;
  }

  /** Legacy as it answers alone: entered past the gate {@code behind}, observed if it is to be. */
  MethodHandle alone(Armed.Key key, MethodHandle legacy, Gate behind, boolean isStatic) {
    Observed entry = observing.entryOf(key.legacy(), key.method());
    return entry == null
        ? Handles.passing(behind, legacy)
        : Handles.observed(method(key, entry, legacy.type(), isStatic), behind, legacy);
  }

  /** The same at every linking: another agent's weaving makes new call sites, not new methods. */
  private ObservedMethod method(Armed.Key key, Observed entry, MethodType type, boolean isStatic) {
    ObservedMethod known = methods.get(key);
    if (known != null) {
      return known;
    }
    MethodRef method = key.method();
    ObservedMethod made =
        new ObservedMethod(
            key.legacy(),
            method.name(),
            new ObservedMethod.Places(type.parameterList(), isStatic, type.returnType()),
            observing.evidence().observed(key.legacy(), method.signature()),
            CellSurroundings.INSTANCE,
            readers(entry),
            List.copyOf(entry.context().keySet()));
    ObservedMethod first = methods.putIfAbsent(key, made);
    return first == null ? made : first;
  }

  private @Nullable ContextReaders readers(Observed entry) {
    if (entry.context().isEmpty()) {
      return null;
    }
    ContextReaders known = readers.get(entry);
    if (known != null) {
      return known;
    }
    ContextReaders made = workshop.readers(entry.context(), loader);
    ContextReaders first = readers.putIfAbsent(entry, made);
    return first == null ? made : first;
  }

  /** Moves the gate to where observing is. */
  void follow() {
    if (observing.isOn()) {
      gate.watch();
    } else {
      gate.shut();
    }
  }

  /** How many of the methods were looked at lately. */
  int busy() {
    return (int) methods.values().stream().filter(ObservedMethod::isBusy).count();
  }

  /** Has calls looked at while they are few, and looks whether what reads contexts hangs. */
  void tick(int busy) {
    int most = Math.max(1, Math.min(MOST_OF_ONE, MOST / Math.max(1, busy)));
    methods.values().forEach(method -> method.tick(most));
    readers.values().forEach(ContextReaders::tick);
  }

  /** The context values that could not be read, a line each. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Map.Entry<Observed, ContextReaders> each : readers.entrySet()) {
      Observed entry = each.getKey();
      each.getValue()
          .lastFailures()
          .forEach((key, why) -> problems.add(unreadable(entry, key, why).toString()));
    }
    return problems;
  }

  private static Problem unreadable(Observed entry, String key, String why) {
    return new Problem(
        entry.where(),
        "context value '" + key + "' of observed " + entry.type() + " cannot be read: " + why,
        "correct '" + entry.context().get(key) + "'; such calls count as calls without it");
  }
}
