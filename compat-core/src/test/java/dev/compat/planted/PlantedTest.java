package dev.compat.planted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Difference.Kind;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planted differs, where it is said to, and what is said to be the same is. */
class PlantedTest {

  static List<Pair> planted() {
    return Planted.all();
  }

  static List<Pair> copies() {
    return IdenticalCopies.all();
  }

  static List<NoisyPairs> noisy() {
    return NoisyPairs.all();
  }

  @Test
  void there_are_at_least_45_kinds_of_difference_and_12_of_copies() {
    assertThat(names(planted())).hasSizeGreaterThanOrEqualTo(45).hasSameSizeAs(planted());
    assertThat(names(copies())).hasSizeGreaterThanOrEqualTo(12).hasSameSizeAs(copies());
    assertThat(planted().stream().map(Pair::kind).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Kind.values());
  }

  private static Set<String> names(List<Pair> pairs) {
    return pairs.stream().map(Pair::name).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("planted")
  void what_is_planted_differs_where_it_is_said_to(Pair pair) throws Exception {
    assertThat(differing(pair, pair.differs())).contains(pair.path());
  }

  @ParameterizedTest
  @MethodSource("planted")
  void it_does_not_differ_by_the_other_call(Pair pair) throws Exception {
    if (pair.agrees() != null) {
      assertThat(differing(pair, pair.agrees())).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("copies")
  void copies_do_not_differ(Pair pair) throws Exception {
    assertThat(differing(pair, pair.differs())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("noisy")
  void noise_is_where_one_arm_differs_from_itself(NoisyPairs noisy) throws Exception {
    Pair pair = noisy.pair();
    Set<String> noise = differing(pair.legacy(), pair.legacy(), pair.differs());
    assertThat(general(noise)).isEqualTo(Set.copyOf(noisy.noise()));

    Set<String> beyond = differing(pair, pair.differs());
    beyond.removeIf(path -> noisy.noise().contains(general(path)));
    if (pair.path() == null) {
      assertThat(beyond).isEmpty();
    } else {
      assertThat(beyond).containsExactly(pair.path());
    }
  }

  private static Set<String> general(Set<String> paths) {
    return paths.stream().map(PlantedTest::general).collect(Collectors.toSet());
  }

  private static String general(String path) {
    return path.replaceAll("\\[[^]]*]", "[*]");
  }

  private static Set<String> differing(Pair pair, Supplier<Pair.Call> call) throws Exception {
    return differing(pair.legacy(), pair.replacement(), call);
  }

  private static Set<String> differing(Pair.Arm one, Pair.Arm other, Supplier<Pair.Call> call)
      throws Exception {
    SortedMap<String, String> ours = Told.of(one.outcome(call.get()));
    SortedMap<String, String> theirs = Told.of(other.outcome(call.get()));
    if (ours.containsKey("thrown") != theirs.containsKey("thrown")) {
      return Set.of("thrown");
    }
    Set<String> paths = new TreeSet<>(ours.keySet());
    paths.addAll(theirs.keySet());
    paths.removeIf(path -> String.valueOf(ours.get(path)).equals(theirs.get(path)));
    return paths;
  }
}
