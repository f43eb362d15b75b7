package dev.compat.agent.link;

import dev.compat.agent.weave.MethodRef;
import dev.compat.call.AnswerTypes;
import dev.compat.call.Invoker;
import dev.compat.call.JoinPoint;
import dev.compat.call.Permits;
import dev.compat.call.Router;
import dev.compat.call.Suspensions;
import dev.compat.compare.Snapshots;
import dev.compat.container.PerReceiver;
import dev.compat.evidence.JoinPointEvidence;
import dev.compat.flag.Flag;
import dev.compat.flag.Route;
import java.compat.Gate;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What arming a migration in one application made: its adapters' methods, ready to be linked.
 * Immutable.
 *
 * @param targets the adapters' methods by join point
 * @param present the legacy classes that were there
 */
record Armed(Map<Key, Target> targets, Set<String> present) {

  static final Armed NOTHING = new Armed(Map.of(), Set.of());

  Armed {
    targets = Map.copyOf(targets);
    present = Set.copyOf(present);
  }

  /** A join point: a method that a legacy class declares. */
  record Key(String legacy, MethodRef method) {
    @Override
    public String toString() {
      return legacy + "#" + method.signature();
    }
  }

  /**
   * An adapter's method.
   *
   * @param replacement with the legacy object, unless static, and the legacy method's parameters
   *     and result
   * @param adapters those of the legacy objects; null where one adapter serves them all
   * @param permits which routes it permits
   * @param answers which of its exceptions are answers
   * @param snapshots makes copies of what calls are given
   * @param isLocked whether legacy is synchronized
   */
  record Target(
      MethodHandle replacement,
      @Nullable PerReceiver adapters,
      JoinPointEvidence evidence,
      Permits permits,
      AnswerTypes answers,
      Snapshots snapshots,
      boolean isLocked)
      implements Suspensions.Subject {

    @Override
    public Map<Route, String> refusals(Flag flag) {
      return permits.refusals(flag.routes(), flag.floor(), flag.splitsByCall());
    }
  }

  /** The adapters that there are one of for each legacy object, by class. */
  Set<PerReceiver> perReceiver() {
    return targets.values().stream()
        .map(Target::adapters)
        .flatMap(Stream::ofNullable)
        .collect(Collectors.toSet());
  }

  /** Both together. */
  Armed plus(Armed more) {
    Map<Key, Target> all = new HashMap<>(targets);
    all.putAll(more.targets);
    Set<String> there = new HashSet<>(present);
    there.addAll(more.present);
    return new Armed(all, there);
  }

  /**
   * The full route of a join point.
   *
   * @param passing enters legacy past the gate
   * @param alone the same, for a call that legacy answers alone
   * @return null if no adapter was armed for it
   */
  @Nullable MethodHandle route(
      Router router,
      Gate gate,
      Key key,
      MethodHandle passing,
      MethodHandle alone,
      boolean isStatic) {
    Target target = targets.get(key);
    if (target == null) {
      return null;
    }
    MethodHandle replacement = target.replacement();
    Invoker beside = Handles.beside(gate, passing);
    JoinPoint.Arms arms =
        new JoinPoint.Arms(
            key.method().name(),
            Handles.invoker(passing),
            beside,
            Handles.invoker(replacement),
            isStatic,
            passing.type().returnType() == void.class,
            isStatic ? null : passing.type().parameterType(0),
            target.isLocked());
    JoinPoint joinPoint =
        router.joinPoint(
            target.evidence(), arms, target.permits(), target.answers(), target.snapshots());
    MethodHandle routed = Handles.routed(joinPoint, alone, beside, replacement, target.adapters());
    return Handles.directOr(gate, replacement, routed);
  }
}
