package dev.compat.junit;

import dev.compat.compare.Comparison;
import dev.compat.compare.Difference;
import dev.compat.compare.Difference.Kind;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import dev.compat.recording.RecordedCall;
import dev.compat.recording.RecordedValue;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call of an adapter, and how it differs from what legacy did. */
final class Trying {

  private static final String ABSENT = "(none)";

  private Trying() {}

  /** What the adapter does, and leaves behind. */
  static Outcome outcome(Adapters.Adapted adapted, RecordedCall.Given given) {
    Outcome outcome;
    try {
      outcome = Outcome.returned(adapted.call(given.receiver(), given.arguments()));
    } catch (InvocationTargetException thrown) {
      outcome = Outcome.threw(thrown.getTargetException());
    } catch (ReflectiveOperationException | IllegalArgumentException unfit) {
      throw new AssertionError("the adapter does not take what legacy was given: " + unfit, unfit);
    }
    return outcome.leaving(given.receiver(), given.arguments().toArray());
  }

  /**
   * Fails where the two differ.
   *
   * @param what begins the message
   * @param given what legacy was given, as people read it
   */
  static void check(
      String what,
      List<String> given,
      Comparison comparison,
      String method,
      Outcome legacy,
      Outcome replacement) {
    Verdict verdict = comparison.compare(method, legacy, lookedAt(legacy, replacement));
    if (verdict instanceof Verdict.Mismatch mismatch) {
      throw new AssertionError(told(what, given, mismatch));
    }
    if (verdict instanceof Verdict.Incomparable unknown) {
      throw new AssertionError(what + " cannot be compared: " + unknown.reason());
    }
  }

  /** What was not looked at then is not looked at now. */
  private static Outcome lookedAt(Outcome legacy, Outcome replacement) {
    List<@Nullable Object> left = new ArrayList<>();
    for (int i = 0; i < legacy.arguments().size() && i < replacement.arguments().size(); i++) {
      left.add(legacy.arguments().get(i) == null ? null : replacement.arguments().get(i));
    }
    Object receiver = legacy.receiver() == null ? null : replacement.receiver();
    Outcome answer =
        replacement.thrown() == null
            ? Outcome.returned(replacement.value())
            : Outcome.threw(replacement.thrown());
    return answer.leaving(receiver, left.toArray());
  }

  private static String told(String what, List<String> given, Verdict.Mismatch mismatch) {
    StringBuilder out = new StringBuilder(what).append(" differs from what legacy answered\n");
    line(out, "given", String.join(", ", given));
    for (Difference difference : mismatch.differences()) {
      out.append("  ").append(difference).append('\n');
      line(out, "  legacy", side(difference.legacy(), difference.kind() == Kind.EXTRA));
      line(out, "  new", side(difference.replacement(), difference.kind() == Kind.MISSING));
    }
    return out.toString().stripTrailing();
  }

  private static void line(StringBuilder out, String label, String text) {
    out.append(String.format("  %-9s", label)).append(text).append('\n');
  }

  private static String side(@Nullable Object side, boolean isAbsent) {
    if (isAbsent) {
      return ABSENT;
    }
    if (side instanceof Outcome outcome) {
      return outcome.hasThrown()
          ? "threw " + RecordedValue.shown(outcome.thrown())
          : "returned " + RecordedValue.shown(outcome.value());
    }
    return RecordedValue.shown(side);
  }

  /** Values as people read them, before anything can change them. */
  static List<String> shown(RecordedCall.Given given) {
    List<String> all =
        given.arguments().stream().map(RecordedValue::shown).collect(Collectors.toList());
    if (given.receiver() != null) {
      all.add(0, "this = " + RecordedValue.shown(given.receiver()));
    }
    return all;
  }
}
