package dev.compat.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.hash.Hashing;
import dev.compat.config.ConfigException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;

class BucketsTest {

  @Property
  void a_bucket_is_one_of_a_hundred_thousand(@ForAll String salt, @ForAll String id) {
    assertThat(buckets(salt, "tenant").bucket(id)).isBetween(0, 99_999);
  }

  /** Written down once: another answer here would reassign everybody's customers. */
  @Example
  void an_id_keeps_its_bucket_for_ever() {
    Buckets buckets = buckets("pricing", "tenant");

    assertThat(buckets.bucket("acme")).isEqualTo(48_194);
    assertThat(buckets.bucket("globex")).isEqualTo(9_825);
    assertThat(buckets.bucket("Müller & Söhne")).isEqualTo(33_035);
    assertThat(buckets("tax", "tenant").bucket("acme")).isEqualTo(88_068);
    assertThat(buckets("pricing", "user").bucket("acme")).isEqualTo(6_330);
  }

  /** Against the murmur3_x86_32 of Guava, and arithmetic without tricks. */
  @Property
  void another_implementation_gives_the_same_bucket(
      @ForAll @AlphaChars String salt, @ForAll String id) {
    int hash =
        Hashing.murmur3_32_fixed(0)
            .hashString("v1|" + salt + "|tenant|" + id, StandardCharsets.UTF_8)
            .asInt();
    BigInteger bucket =
        BigInteger.valueOf(Integer.toUnsignedLong(hash))
            .multiply(BigInteger.valueOf(100_000))
            .divide(BigInteger.TWO.pow(32));

    assertThat(buckets(salt, "tenant").bucket(id)).isEqualTo(bucket.intValueExact());
  }

  @Property(tries = 50)
  void ids_are_spread_evenly(@ForAll @AlphaChars @NotEmpty String salt) {
    Buckets buckets = buckets(salt, "tenant");
    int[] tenths = new int[10];

    IntStream.range(0, 10_000).forEach(i -> tenths[buckets.bucket("id-" + i) / 10_000]++);

    // A tenth is binomial with a standard deviation of 30.
    for (int tenth : tenths) {
      assertThat(tenth).isCloseTo(1_000, within(180));
    }
  }

  @Property(tries = 50)
  void another_salt_shuffles_anew(@ForAll @AlphaChars @NotEmpty String salt) {
    Buckets one = buckets(salt, "tenant");
    Buckets other = buckets(salt + "2", "tenant");

    long first =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "id-" + i)
            .filter(id -> one.bucket(id) < 10_000 && other.bucket(id) < 10_000)
            .count();

    assertThat(first).isBetween(40L, 160L);
  }

  @Property
  void raising_new_takes_nobody_off_new(
      @ForAll @IntRange(max = 100_000) int before,
      @ForAll @IntRange(max = 100_000) int after,
      @ForAll @IntRange(max = 100_000) int shadow,
      @ForAll String id) {
    int low = Math.min(before, after);
    int high = Math.max(before, after);
    Context context = Context.of(Map.of("tenant", id));

    Route earlier = split(low, Math.min(shadow, Buckets.COUNT - low)).route(context);
    Route later = split(high, Math.min(shadow, Buckets.COUNT - high)).route(context);

    assertThat(earlier != Route.NEW || later == Route.NEW).isTrue();
  }

  @Property
  void the_whole_share_does_not_look_at_the_id(@ForAll String id) {
    for (Context context : new Context[] {Context.NONE, Context.of(Map.of("tenant", id))}) {
      assertThat(split(100_000, 0).route(context)).isEqualTo(Route.NEW);
      assertThat(split(0, 100_000).route(context)).isEqualTo(Route.SHADOW);
      assertThat(split(0, 0).route(context)).isEqualTo(Route.LEGACY);
    }
  }

  @Example
  void without_an_id_a_call_is_of_the_rest() {
    assertThat(split(99_999, 1).route(Context.NONE)).isEqualTo(Route.LEGACY);
    assertThat(split(99_999, 1).route(Context.of(Map.of("tenant", "")))).isEqualTo(Route.LEGACY);
  }

  @Example
  void shares_get_what_they_ask_for() {
    Split split = split(5_000, 20_000);
    Map<Route, Long> counts =
        IntStream.range(0, 100_000)
            .mapToObj(i -> split.route(Context.of(Map.of("tenant", "t" + i))))
            .collect(Collectors.groupingBy(route -> route, Collectors.counting()));

    assertThat(counts.get(Route.NEW)).isCloseTo(5_000L, within(350L));
    assertThat(counts.get(Route.SHADOW)).isCloseTo(20_000L, within(640L));
  }

  @Property(tries = 200)
  void the_order_of_flags_does_not_matter(@ForAll String id) throws ConfigException {
    String pricing = "  pricing: {context: {t: \"mdc:t\"}, by: t, route: {new: 50}}\n";
    String tax = "  tax: {context: {t: \"mdc:t\"}, by: t, route: {new: 50}}\n";
    Context context = Context.of(Map.of("t", id));

    Flags one = Flags.parse("flags:\n" + pricing + tax, "f");
    Flags other = Flags.parse("flags:\n" + tax + pricing, "f");

    for (String name : new String[] {"pricing", "tax"}) {
      assertThat(Objects.requireNonNull(one.flag(name)).route(context))
          .isEqualTo(Objects.requireNonNull(other.flag(name)).route(context));
    }
  }

  private static Split split(int fresh, int shadow) {
    return new Split(
        Map.of(Route.NEW, fresh, Route.SHADOW, shadow),
        By.keys(Hash.V1, "pricing", List.of("tenant")));
  }

  private static Buckets buckets(String salt, String kind) {
    return new Buckets(Hash.V1, salt, kind);
  }
}
