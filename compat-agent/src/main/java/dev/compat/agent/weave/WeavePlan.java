package dev.compat.agent.weave;

import dev.compat.call.Permits;
import dev.compat.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one legacy class under the adapters, and the entries of {@code observe}, that
 * name it: woven, and what is wrong with them. For the transformer, which loads it, and for {@code
 * validate}, which throws it away. Immutable.
 */
public final class WeavePlan {

  private final LegacyShape shape;
  private final Hierarchy hierarchy;
  private final Wanted wanted;
  private final List<Refusal> refusals = new ArrayList<>();
  private final @Nullable ObservedClass observed;
  private final List<Problem> unobservable;
  private final WovenClass woven;

  /** Why a migration must not be armed. */
  public record Refusal(String migration, Problem problem) {
    /** Whether it is about the migration of this adapter, and about its jar. */
    public boolean isOf(AdapterClass adapter) {
      return migration.equals(adapter.migration()) && problem.where().equals(adapter.where());
    }

    static Refusal of(AdapterClass adapter, String message, String remedy) {
      return new Refusal(adapter.migration(), new Problem(adapter.where(), message, remedy));
    }
  }

  private WeavePlan(
      byte[] classFile,
      List<AdapterClass> adapters,
      @Nullable ObservedClass observed,
      Hierarchy hierarchy) {
    this.observed = observed;
    this.hierarchy = hierarchy;
    shape = LegacyShape.read(classFile);
    wanted = Wanted.of(shape, adapters, hierarchy);
    refusals.addAll(wanted.refusals());
    woven = Weaver.weave(classFile, this::gateOf);
    unobservable = observed == null ? List.of() : observed.check(shape, woven);
    woven.leftAlone().forEach((method, why) -> leftAlone(wanted.adapter(method), method, why));
  }

  /**
   * Weaves {@code classFile} for {@code adapters}, all of which name it.
   *
   * @throws IllegalArgumentException if the class file is newer than this version can read
   */
  public static WeavePlan of(byte[] classFile, List<AdapterClass> adapters) {
    return of(classFile, adapters, null, Hierarchy.BY_NAME);
  }

  /**
   * Weaves {@code classFile} for {@code adapters}, all of which name it, and has the rest of what
   * {@code observed} names woven too.
   *
   * @param hierarchy what is known of other classes, for what is told of this one
   * @throws IllegalArgumentException if the class file is newer than this version can read
   */
  public static WeavePlan of(
      byte[] classFile,
      List<AdapterClass> adapters,
      @Nullable ObservedClass observed,
      Hierarchy hierarchy) {
    return new WeavePlan(classFile, adapters, observed, hierarchy);
  }

  /** The class as woven. */
  public WovenClass woven() {
    return woven;
  }

  /** What does not fit, is contested or is left alone. */
  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /**
   * Which routes the join points of an adapter permit, of those that are woven.
   *
   * @param files finds the class files that the legacy class leans on, and its own
   */
  public Map<MethodRef, Permits> permits(AdapterClass adapter, StateReader.ClassFiles files) {
    String kept = StateReader.read(shape.name(), files);
    Map<MethodRef, Permits> permits = new TreeMap<>();
    for (AdapterClass.Method method : adapter.methods()) {
      MethodRef target = Match.of(method.naming(), shape, Hierarchy.BY_NAME).target();
      if (target != null && woven.woven().contains(target)) {
        permits.put(target, adapter.permits(method, shape.isStatic(target) ? null : kept));
      }
    }
    return permits;
  }

  /** The woven methods that hold a lock while they run, and so while a replacement does. */
  public Set<MethodRef> locked() {
    Set<MethodRef> locked = new TreeSet<>(woven.woven());
    locked.retainAll(shape.locked());
    return locked;
  }

  /** The woven methods that are observed, whether they have an adapter or not. */
  public List<MethodRef> observable() {
    return woven.woven().stream().filter(this::isObserved).toList();
  }

  /** What was to be observed and cannot be. */
  public List<Problem> unobservable() {
    return unobservable;
  }

  private boolean isObserved(MethodRef method) {
    return observed != null && observed.entryOf(method.name()) != null;
  }

  private @Nullable String gateOf(MethodRef method) {
    AdapterClass adapter = wanted.adapter(method);
    if (adapter != null) {
      return adapter.migration();
    }
    return isObserved(method) ? ObservedClass.GATE : null;
  }

  private void leftAlone(@Nullable AdapterClass adapter, MethodRef method, LeftAlone why) {
    if (adapter != null) {
      String others = String.join(", ", hierarchy.overriding(shape, method));
      boolean isAbstract = why == LeftAlone.ABSTRACT && !others.isEmpty();
      refusals.add(
          Refusal.of(
              adapter,
              shape.name()
                  + "."
                  + method
                  + " is left alone: "
                  + why.why()
                  + (isAbstract ? ", one of " + others : ""),
              "take it out of adapter " + adapter.name()));
    }
  }

  /** The classes, as far as known, that override each woven method; without those that none do. */
  public Map<MethodRef, List<String>> overridden() {
    Map<MethodRef, List<String>> overridden = new TreeMap<>();
    for (MethodRef method : woven.woven()) {
      List<String> overriding =
          wanted.adapter(method) == null || shape.isPrivateOrStatic(method)
              ? List.of()
              : hierarchy.overriding(shape, method);
      if (!overriding.isEmpty()) {
        overridden.put(method, overriding);
      }
    }
    return overridden;
  }

  /** What there is to say of a method that classes override. */
  public static String overridden(String legacy, MethodRef method, List<String> classes) {
    return legacy
        + "."
        + method
        + " is overridden by "
        + String.join(", ", classes)
        + ": calls of objects of those are not routed, unless they call super";
  }
}
