package dev.compat.agent.weave;

import dev.compat.LegacyState;
import dev.compat.config.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * The check that every method of an adapter has a legacy method to take the place of, and every
 * method of an original one to call.
 *
 * <p>By names and descriptors alone, so it works on class files. That the types behind equal names
 * are one and the same is checked when the migration is armed.
 */
public final class Fit {

  private Fit() {}

  /** What of an adapter does not fit, empty when all does. */
  public static List<Problem> check(AdapterClass adapter, LegacyShape legacy, Hierarchy hierarchy) {
    List<Problem> problems = new ArrayList<>();
    for (AdapterClass.Method method : adapter.methods()) {
      Match match = Match.of(method.naming(), legacy, hierarchy);
      MethodRef target = match.target();
      if (target == null) {
        problems.add(
            problem(adapter.where(), ours("adapter ", adapter.name(), method.ref()), match));
      } else if (calls(adapter, target)) {
        problems.add(endless(adapter, target));
      } else if (adapter.state() == LegacyState.PER_RECEIVER && legacy.isStatic(target)) {
        problems.add(ofNobody(adapter, target));
      }
    }
    return problems;
  }

  private static boolean calls(AdapterClass adapter, MethodRef target) {
    return adapter.calls().stream()
        .anyMatch(
            call ->
                call.name().equals(target.name()) && call.parameters().equals(target.parameters()));
  }

  /** What of an original does not fit, empty when all does. */
  public static List<Problem> check(
      OriginalClass original, LegacyShape legacy, Hierarchy hierarchy) {
    List<Problem> problems = new ArrayList<>();
    if (!original.isPlain()) {
      problems.add(
          new Problem(
              original.where(),
              "original " + original.name() + " is no interface, or extends others",
              "make it an interface that declares all its methods itself"));
    }
    for (Naming method : original.methods()) {
      Match match = Match.of(method, legacy, hierarchy);
      if (match.target() == null) {
        problems.add(
            problem(original.where(), ours("original ", original.name(), method.method()), match));
      }
    }
    return problems;
  }

  private static Problem ofNobody(AdapterClass adapter, MethodRef method) {
    return new Problem(
        adapter.where(),
        "adapter "
            + adapter.name()
            + " belongs to a legacy object each, but legacy "
            + adapter.legacy()
            + "."
            + method
            + " is static",
        "replace it by an adapter without state = PER_RECEIVER");
  }

  private static Problem problem(String where, String ours, Match match) {
    return new Problem(where, ours + " " + match.problem(), match.remedy());
  }

  private static String ours(String kind, String name, MethodRef method) {
    return kind + name + " (" + method.fullSignature() + ")";
  }

  private static Problem endless(AdapterClass adapter, MethodRef method) {
    return new Problem(
        adapter.where(),
        "adapter "
            + adapter.name()
            + " calls "
            + adapter.legacy()
            + "."
            + method
            + ", which it replaces: with route new it would call itself without end",
        "inject an interface with @Original, and call legacy through it");
  }
}
