package dev.compat.flag;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing that a rule asks of a call. Immutable.
 *
 * <p>Of a call without a value for the key nothing is known, so no condition on that key holds:
 * neither that the value is one of these nor that it is none of them.
 */
sealed interface Condition {

  /** How many values are told in words; of more only the number is. */
  int TOLD = 5;

  /** Whether it holds for the call. Allocates nothing. */
  boolean holds(Context context);

  /** The context keys that it looks at. */
  Set<String> keys();

  /** {@code tenant: [a, b]}: the value is one of these. */
  record Is(String key, Set<String> values) implements Condition {
    public Is {
      values = Set.copyOf(values);
    }

    @Override
    public boolean holds(Context context) {
      String value = context.get(key);
      return value != null && values.contains(value);
    }

    @Override
    public Set<String> keys() {
      return Set.of(key);
    }

    @Override
    public String toString() {
      return key + " is " + either(values);
    }
  }

  /** {@code tenant: {not: [a, b]}}: the call has a value, which is none of these. */
  record IsNot(String key, Set<String> values) implements Condition {
    public IsNot {
      values = Set.copyOf(values);
    }

    @Override
    public boolean holds(Context context) {
      String value = context.get(key);
      return value != null && !values.contains(value);
    }

    @Override
    public Set<String> keys() {
      return Set.of(key);
    }

    @Override
    public String toString() {
      return key + " is not " + either(values);
    }
  }

  /** {@code tenant: {prefix: [test-]}}: the value begins with one of these. */
  record Begins(String key, List<String> prefixes) implements Condition {
    public Begins {
      prefixes = List.copyOf(prefixes);
    }

    @Override
    public boolean holds(Context context) {
      String value = context.get(key);
      if (value == null) {
        return false;
      }
      for (int i = 0; i < prefixes.size(); i++) {
        if (value.startsWith(prefixes.get(i))) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Set<String> keys() {
      return Set.of(key);
    }

    @Override
    public String toString() {
      return key + " begins with " + either(prefixes);
    }
  }

  /** {@code segment: [beta, internal]}: the call is of one of these. */
  record Of(List<Segment> segments) implements Condition {
    public Of {
      segments = List.copyOf(segments);
    }

    @Override
    public boolean holds(Context context) {
      for (int i = 0; i < segments.size(); i++) {
        if (segments.get(i).contains(context)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Set<String> keys() {
      return keysOf(segments);
    }

    @Override
    public String toString() {
      return "in segment " + either(segments);
    }
  }

  /** {@code segment: {not: [beta]}}: all that they ask for is known, and the call is of none. */
  record NotOf(List<Segment> segments) implements Condition {
    public NotOf {
      segments = List.copyOf(segments);
    }

    @Override
    public boolean holds(Context context) {
      for (int i = 0; i < segments.size(); i++) {
        if (!segments.get(i).excludes(context)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Set<String> keys() {
      return keysOf(segments);
    }

    @Override
    public String toString() {
      return "not in segment " + either(segments);
    }
  }

  private static Set<String> keysOf(List<Segment> segments) {
    return segments.stream()
        .flatMap(segment -> segment.keys().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static String either(Collection<?> values) {
    return values.size() > TOLD
        ? "one of " + values.size()
        : values.stream().map(String::valueOf).sorted().collect(Collectors.joining(" or "));
  }
}
