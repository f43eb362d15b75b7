package dev.compat.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Vector;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@SuppressWarnings("JdkObsolete") // legacy code uses them
class ComparisonPropertiesTest {

  private final Comparison comparison = Comparison.exact();

  record Pair(Object left, Object right) {}

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
    return value;
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
  void the_kind_of_verdict_is_the_same_either_way(
      @ForAll("values") Object one, @ForAll("values") Object other) {
    assertThat(compare(one, other).getClass()).isSameAs(compare(other, one).getClass());
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
