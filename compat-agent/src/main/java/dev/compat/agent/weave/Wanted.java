package dev.compat.agent.weave;

import dev.compat.config.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which methods of one legacy class are to be woven, for which of the adapters that name it.
 * Immutable.
 */
public final class Wanted {

  private final LegacyShape shape;
  private final Hierarchy hierarchy;
  private final Map<MethodRef, AdapterClass> methods = new HashMap<>();
  private final List<WeavePlan.Refusal> refusals = new ArrayList<>();

  private Wanted(LegacyShape shape, List<AdapterClass> adapters, Hierarchy hierarchy) {
    this.shape = shape;
    this.hierarchy = hierarchy;
    Set<MethodRef> contested = new HashSet<>();
    adapters.forEach(adapter -> want(adapter, contested));
    contested.forEach(method -> contest(adapters, method));
    methods.keySet().removeAll(contested);
  }

  /**
   * Looks at {@code adapters}, all of which name the class of this shape.
   *
   * @param hierarchy what is known for certain, for people; what is to be woven is told by names
   *     alone, so that it is the same wherever it is asked
   */
  public static Wanted of(LegacyShape shape, List<AdapterClass> adapters, Hierarchy hierarchy) {
    return new Wanted(shape, adapters, new ByName(hierarchy));
  }

  /** Tells by names alone which method is meant, and from the hierarchy what else there is. */
  private record ByName(Hierarchy known) implements Hierarchy {
    @Override
    public boolean mayBeSuper(String upper, String lower) {
      return BY_NAME.mayBeSuper(upper, lower);
    }

    @Override
    public boolean mayBeHidden(String legacy) {
      return BY_NAME.mayBeHidden(legacy);
    }

    @Override
    public List<String> declaring(LegacyShape legacy, Predicate<MethodRef> wanted) {
      return known.declaring(legacy, wanted);
    }
  }

  /** The adapter that a method is to be woven for; null if there is none. */
  public @Nullable AdapterClass adapter(MethodRef method) {
    return methods.get(method);
  }

  /** What does not fit or is contested. */
  List<WeavePlan.Refusal> refusals() {
    return refusals;
  }

  private void want(AdapterClass adapter, Set<MethodRef> contested) {
    List<Problem> problems = Fit.check(adapter, shape, hierarchy);
    problems.forEach(problem -> refusals.add(new WeavePlan.Refusal(adapter.migration(), problem)));
    if (problems.isEmpty()) {
      for (AdapterClass.Method method : adapter.methods()) {
        MethodRef target = target(method);
        if (target != null && methods.put(target, adapter) != null) {
          contested.add(target);
        }
      }
    }
  }

  private void contest(List<AdapterClass> adapters, MethodRef method) {
    List<AdapterClass> rivals =
        adapters.stream().filter(adapter -> replaces(adapter, method)).toList();
    String names = rivals.stream().map(AdapterClass::name).collect(Collectors.joining(", "));
    for (AdapterClass adapter : rivals) {
      refusals.add(
          WeavePlan.Refusal.of(
              adapter,
              "several adapters replace " + shape.name() + "." + method + ": " + names,
              "leave the method to one of them"));
    }
  }

  private boolean replaces(AdapterClass adapter, MethodRef method) {
    return adapter.methods().stream().anyMatch(candidate -> method.equals(target(candidate)));
  }

  private @Nullable MethodRef target(AdapterClass.Method method) {
    return Match.of(method.naming(), shape, Hierarchy.BY_NAME).target();
  }
}
