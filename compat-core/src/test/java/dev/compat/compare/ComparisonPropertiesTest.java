package dev.compat.compare;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.Vector;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@SuppressWarnings("JdkObsolete") // legacy code uses them
class ComparisonPropertiesTest {

  private final Comparison comparison = Comparison.exact();

  record Pair(Object left, Object right) {}

  /** An object of an application, without equals. */
  static final class Plain {
    final Object left;
    final int right;
    Plain self = this;

    Plain(Object left, int right) {
      this.left = left;
      this.right = right;
    }
  }

  /** Breaks every promise that can be broken without hanging. */
  static final class Hostile implements CharSequence, Comparable<Hostile> {
    @Override
    public int length() {
      throw new AssertionError();
    }

    @Override
    public char charAt(int index) {
      throw new AssertionError();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      throw new AssertionError();
    }

    @Override
    public int compareTo(Hostile other) {
      throw new AssertionError();
    }

    @Override
    public boolean equals(Object other) {
      throw new AssertionError();
    }

    @Override
    public int hashCode() {
      throw new AssertionError();
    }

    @Override
    public String toString() {
      throw new AssertionError();
    }
  }

  @Provide
  Arbitrary<Object> values() {
    return nested(3);
  }

  private static Arbitrary<Object> nested(int depth) {
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(3).map(Object.class::cast),
            Arbitraries.integers().between(0, 2).map(Object.class::cast),
            Arbitraries.doubles().map(Object.class::cast),
            Arbitraries.of(Thread.State.values()).map(Object.class::cast),
            Arbitraries.bigDecimals()
                .between(BigDecimal.ZERO, BigDecimal.ONE)
                .map(Object.class::cast));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<Object> inner = Arbitraries.lazy(() -> nested(depth - 1));
    Arbitrary<List<Object>> lists = inner.list().ofMaxSize(3);
    return Arbitraries.oneOf(
        leaf,
        lists.map(Object.class::cast),
        lists.map(List::toArray),
        lists.map(HashSet::new),
        lists.map(list -> Optional.ofNullable(list.isEmpty() ? null : list.get(0))),
        lists.map(list -> new Pair(list, list.size())),
        lists.map(list -> new Plain(list, list.size())),
        Arbitraries.maps(Arbitraries.strings().ofMaxLength(2), inner)
            .ofMaxSize(3)
            .map(HashMap::new));
  }

  /** A value that is equal and shares no mutable part. */
  private static Object twin(Object value) {
    if (value instanceof List<?> list) {
      return new Vector<>(list.stream().map(ComparisonPropertiesTest::twin).toList());
    }
    if (value instanceof Object[] array) {
      return Arrays.stream(array).map(ComparisonPropertiesTest::twin).toArray();
    }
    if (value instanceof Set<?> set) {
      Set<Object> twin = new HashSet<>();
      set.forEach(element -> twin.add(twin(element)));
      return twin;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> twin = new HashMap<>();
      map.forEach((key, element) -> twin.put(twin(key), twin(element)));
      return twin;
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(ComparisonPropertiesTest::twin);
    }
    if (value instanceof Pair pair) {
      return new Pair(twin(pair.left()), pair.right());
    }
    return value instanceof Plain plain ? new Plain(twin(plain.left), plain.right) : value;
  }

  private Verdict compare(Object legacy, Object replacement) {
    return comparison.compare(Outcome.returned(legacy), Outcome.returned(replacement));
  }

  @Property
  void a_value_matches_itself_and_its_twin(@ForAll("values") Object value) {
    assertThat(compare(value, value)).isInstanceOf(Verdict.Match.class);
    assertThat(compare(value, twin(value))).isInstanceOf(Verdict.Match.class);
  }

  @Property
  void the_verdict_is_the_same_either_way_with_its_kinds_mirrored(
      @ForAll("values") Object one, @ForAll("values") Object other) {
    Verdict verdict = compare(one, other);
    Verdict back = compare(other, one);
    assertThat(verdict.getClass()).isSameAs(back.getClass());
    if (verdict instanceof Verdict.Mismatch there && back instanceof Verdict.Mismatch here) {
      assertThat(kinds(there).map(ComparisonPropertiesTest::mirrored).sorted())
          .containsExactlyElementsOf(kinds(here).sorted().toList());
    }
  }

  private static Stream<Difference.Kind> kinds(Verdict.Mismatch mismatch) {
    return mismatch.differences().stream().map(Difference::kind);
  }

  private static Difference.Kind mirrored(Difference.Kind kind) {
    return switch (kind) {
      case MISSING -> Difference.Kind.EXTRA;
      case EXTRA -> Difference.Kind.MISSING;
      default -> kind;
    };
  }

  @Provide
  Arbitrary<CompareRules> rules() {
    Arbitrary<String> places =
        Arbitraries.of(
            "result",
            "result[0]",
            "result.left",
            "result.left[*]",
            "java.lang.Double",
            "java.lang.String",
            "java.math.BigDecimal",
            "java.util.List",
            Plain.class.getName());
    Arbitrary<Consumer<CompareRules.Builder>> one =
        Combinators.combine(places, Arbitraries.integers().between(0, 5))
            .as((place, rule) -> rules -> add(rules, place, rule));
    return one.list()
        .ofMaxSize(3)
        .map(
            all -> {
              CompareRules.Builder rules = CompareRules.builder();
              all.forEach(each -> each.accept(rules));
              return rules.build();
            });
  }

  private static void add(CompareRules.Builder rules, String place, int rule) {
    switch (rule) {
      case 0 -> rules.ignore(place);
      case 1 -> rules.tolerance(place, "0.5");
      case 2 -> rules.unordered(place);
      case 3 -> rules.normalise(place, List.of("trim", "lower-case", "strip-zeros"));
      case 4 -> rules.equality(place, "equals");
      default -> rules.expected(place, Difference.Kind.TEXT, "known", LocalDate.MAX);
    }
  }

  @Property(tries = 300)
  void rules_only_take_differences_out(
      @ForAll("values") Object one,
      @ForAll("values") Object other,
      @ForAll("rules") CompareRules rules) {
    Verdict exact = compare(one, other);
    Verdict byRules = Comparison.of(rules).compare(Outcome.returned(one), Outcome.returned(other));
    if (exact instanceof Verdict.Match) {
      assertThat(byRules).isNotInstanceOf(Verdict.Mismatch.class);
    }
    if (byRules instanceof Verdict.Match match) {
      assertThat(match.excuses().isEmpty()).isEqualTo(exact instanceof Verdict.Match);
    }
  }

  @Property(tries = 300)
  void order_counts_where_no_rule_says_otherwise(
      @ForAll("values") Object value, @ForAll Random random) {
    List<Object> list = new ArrayList<>(List.of(1, value, "a", value, 2.0));
    List<Object> moved = list.stream().map(ComparisonPropertiesTest::twin).collect(toList());
    Collections.shuffle(moved, random);
    Comparison unordered = Comparison.of(CompareRules.builder().unordered("result").build());

    assertThat(unordered.compare(Outcome.returned(list), Outcome.returned(moved)))
        .isInstanceOf(Verdict.Match.class);
    boolean isMoved = !moved.get(0).equals(1) || !moved.get(4).equals(2.0);
    if (isMoved) {
      assertThat(compare(list, moved)).isInstanceOf(Verdict.Mismatch.class);
    }
  }

  @Property(tries = 300)
  void hostile_values_never_reach_whoever_compares(
      @ForAll("values") Object value, @ForAll("rules") CompareRules rules) {
    Hostile hostile = new Hostile();
    Comparison comparison = Comparison.of(rules);
    for (Object one : List.of(hostile, List.of(value, hostile), new Pair(hostile, value))) {
      for (Object other : List.of(new Hostile(), value, new Pair(new Hostile(), value), one)) {
        assertThat(
                comparison.compare(
                    Outcome.returned(one).leaving(hostile, value),
                    Outcome.returned(other).leaving(new Hostile(), value)))
            .isNotNull();
      }
    }
  }

  @Property
  void a_snapshot_matches_what_it_is_of(@ForAll("values") Object value) {
    if (Snapshots.of("a", value) instanceof Snapshot.Taken taken) {
      assertThat(compare(value, taken.value())).isInstanceOf(Verdict.Match.class);
    }
  }

  @Property
  void one_element_more_is_a_mismatch(@ForAll("values") Object value) {
    List<Object> one = new ArrayList<>(List.of(value));
    List<Object> two = new ArrayList<>(List.of(value, 1));
    assertThat(compare(one, two)).isInstanceOf(Verdict.Mismatch.class);
  }
}
