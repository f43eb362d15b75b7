package dev.compat.agent.weave;

import dev.compat.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The check that every method of an adapter has a legacy method to take the place of.
 *
 * <p>By names and descriptors alone, so it works on class files. That the types behind equal names
 * are one and the same is checked when the migration is armed.
 */
public final class Fit {

  private Fit() {}

  /** What does not fit, empty when all does. */
  public static List<Problem> check(AdapterClass adapter, LegacyShape legacy) {
    List<Problem> problems = new ArrayList<>();
    for (AdapterClass.Method method : adapter.methods()) {
      Problem problem = check(adapter, method.ref(), legacy);
      if (problem != null) {
        problems.add(problem);
      } else if (callsItself(adapter, method.ref())) {
        problems.add(endless(adapter, method.ref()));
      }
    }
    return problems;
  }

  private static @Nullable Problem check(
      AdapterClass adapter, MethodRef method, LegacyShape legacy) {
    MethodRef counterpart = legacy.counterpart(method);
    if (counterpart == null) {
      return new Problem(
          adapter.where(),
          ours(adapter, method) + " matches no method that " + theirs(method, legacy),
          "give it the name and parameters of a method that the class declares itself, name the"
              + " class that declares it, or make it private");
    }
    if (!resultsMayFit(method.result(), counterpart.result())) {
      return new Problem(
          adapter.where(),
          ours(adapter, method)
              + " does not return what legacy "
              + legacy.name()
              + " does: "
              + counterpart.fullSignature(),
          "return the same type");
    }
    return null;
  }

  private static boolean callsItself(AdapterClass adapter, MethodRef method) {
    return adapter.calls().stream()
        .anyMatch(
            call ->
                call.name().equals(method.name()) && call.parameters().equals(method.parameters()));
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
        "answer without that call");
  }

  private static String ours(AdapterClass adapter, MethodRef method) {
    return "adapter " + adapter.name() + " (" + method.fullSignature() + ")";
  }

  private static String theirs(MethodRef method, LegacyShape legacy) {
    String sameName =
        legacy.methods().stream()
            .filter(candidate -> candidate.name().equals(method.name()))
            .map(MethodRef::fullSignature)
            .collect(Collectors.joining(", "));
    return "legacy "
        + legacy.name()
        + " declares"
        + (sameName.isEmpty() ? "" : "; by that name it has " + sameName)
        + (legacy.parent().isEmpty() ? "" : "; its superclass is " + legacy.parent());
  }

  private static boolean resultsMayFit(String ours, String theirs) {
    return ours.equals(theirs) || (isReference(ours) && isReference(theirs));
  }

  private static boolean isReference(String descriptor) {
    return descriptor.startsWith("L") || descriptor.startsWith("[");
  }
}
