package dev.compat.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"JavaUtilDate", "JdkObsolete", "UnnecessaryStringBuilder"}) // what is recorded
class CodecTest {

  enum Colour {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "with a body";
      }
    }
  }

  record Money(BigDecimal amount, @Nullable Object currency) {}

  record Few(List<String> names) {
    Few {
      names = List.copyOf(names);
    }
  }

  static class Base {
    @Nullable Object name;
  }

  static final class Node extends Base {
    final List<Node> children = new ArrayList<>();
    final Set<Node> known = new HashSet<>();
    private final int weight;
    private @Nullable Node parent;
    private final transient String note;

    @SuppressWarnings("HidingField")
    private final @Nullable String name;

    Node(int weight, String name) {
      if (weight == 0) {
        throw new IllegalArgumentException("a constructor of the application's ran");
      }
      this.weight = weight;
      this.name = name;
      this.note = "not made by a constructor";
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Node node && Objects.equals(node.name, name) && node.weight == weight;
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, weight);
    }
  }

  static final class Refused extends Exception {
    @Serial private static final long serialVersionUID = 1L;
    private final int code;

    Refused(int code, @Nullable Throwable cause) {
      super("kept", cause);
      this.code = code;
    }

    @Override
    public String getMessage() {
      return super.getMessage() + " " + code;
    }
  }

  private static String encode(@Nullable Object value) {
    return JsonText.write(new Encoder(Redactor.NONE).encode("arg(0)", value));
  }

  private static @Nullable Object decode(String text) {
    return new Decoder(CodecTest.class.getClassLoader(), Trusted.ALL).decode(JsonText.read(text));
  }

  private static @Nullable Object again(@Nullable Object value) {
    return decode(encode(value));
  }

  private static final Object[] VALUES = {
    "",
    "é\u0000\"\\\uD83D\uDE00",
    "half \uD800 a pair \uDC00",
    'x',
    '\uDC00',
    1,
    Integer.MIN_VALUE,
    (byte) -1,
    (short) 300,
    Long.MIN_VALUE,
    5L,
    0.1f,
    Float.NaN,
    -0.0f,
    0.1,
    -0.0,
    Double.NaN,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    true,
    BigInteger.TEN.pow(40),
    new BigDecimal("1.50"),
    new BigDecimal("1E+7"),
    new BigDecimal("-0.000"),
    Colour.RED,
    Colour.GREEN,
    DayOfWeek.MONDAY,
    String.class,
    int.class,
    int[][].class,
    Colour[].class,
    UUID.fromString("00000000-0000-0001-0000-000000000002"),
    URI.create("http://a/b?c#d"),
    Locale.GERMANY,
    Locale.ROOT,
    Locale.forLanguageTag("zh-Hant-TW"),
    Locale.forLanguageTag("th-TH-u-nu-thai"),
    Currency.getInstance("EUR"),
    StandardCharsets.UTF_8,
    Instant.parse("2026-11-20T10:00:00.000000001Z"),
    Instant.MIN,
    LocalDate.of(-5, 1, 2),
    LocalDate.of(12345, 1, 2),
    Year.of(12345),
    YearMonth.of(-1, 2),
    Duration.ofNanos(-1),
    Period.of(1, -2, 3),
    ZoneId.of("Europe/Berlin"),
    ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin")),
    ZonedDateTime.of(2026, 10, 25, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"))
        .withLaterOffsetAtOverlap(),
    Optional.empty(),
    Optional.of("x"),
    OptionalInt.of(3),
    OptionalInt.empty(),
    OptionalDouble.of(-0.0),
    new Date(5),
    BitSet.valueOf(new long[] {-1, 5}),
    TimeZone.getTimeZone("Asia/Tokyo"),
    List.of(),
    List.of(1),
    List.of(1, "2", 3L),
    Stream.of("a", null).toList(),
    Arrays.asList("a", null),
    new ArrayList<>(List.of(1)),
    new LinkedList<>(List.of(1, 2)),
    Collections.unmodifiableList(new ArrayList<>(List.of(1, 2))),
    Collections.emptyList(),
    Collections.singletonList(null),
    Collections.unmodifiableMap(new LinkedHashMap<>(Map.of("a", 1))),
    Set.of("a"),
    Map.of("a", 1),
    Map.entry("k", "v"),
    new SimpleEntry<>("k", null),
    new TreeSet<>(Set.of(3, 1, 2)),
    EnumSet.of(Colour.GREEN),
    EnumSet.noneOf(Colour.class),
    new EnumMap<>(Map.of(Colour.GREEN, "x")),
    Collections.synchronizedList(new ArrayList<>(List.of(1))),
    new Money(new BigDecimal("1.50"), "EUR"),
    new Money(BigDecimal.ONE, null),
    new Few(List.of("a")),
  };

  @Test
  void every_value_comes_back_as_it_was() {
    for (Object value : VALUES) {
      Object again = again(value);
      assertThat(again).as("%s", value).isEqualTo(value);
      assertThat(again.getClass()).as("%s", value).isEqualTo(value.getClass());
    }
    assertThat(again(null)).isNull();
    assertThat(again(Set.of("a", "b", 3))).isEqualTo(Set.of("a", "b", 3)); // in any order
    assertThat(again(Map.of("a", 1, "b", 2))).isEqualTo(Map.of("a", 1, "b", 2));
  }

  @Test
  void what_has_no_equals_comes_back_as_it_was() {
    assertThat((int[]) again(new int[] {1, Integer.MIN_VALUE}))
        .containsExactly(1, Integer.MIN_VALUE);
    assertThat((byte[]) again(new byte[] {-128, 0, 127})).containsExactly(-128, 0, 127);
    assertThat((char[]) again(new char[] {'a', '\uD800'})).containsExactly('a', '\uD800');
    assertThat((short[]) again(new short[] {-1})).containsExactly((short) -1);
    assertThat((boolean[]) again(new boolean[] {true, false})).containsExactly(true, false);
    assertThat((long[]) again(new long[] {1, Long.MAX_VALUE})).containsExactly(1, Long.MAX_VALUE);
    assertThat((double[]) again(new double[] {-0.0, Double.NaN})).containsExactly(-0.0, Double.NaN);
    assertThat((float[]) again(new float[] {0.1f})).containsExactly(0.1f);
    assertThat((String[][]) again(new String[][] {{"a", null}, {}}))
        .isDeepEqualTo(new String[][] {{"a", null}, {}});
    assertThat((StringBuilder) again(new StringBuilder("x")))
        .isInstanceOf(StringBuilder.class)
        .hasToString("x");
    assertThat(((ArrayDeque<?>) again(new ArrayDeque<>(List.of(2, 1)))).toArray())
        .containsExactly(2, 1);
    assertThat((AtomicInteger) again(new AtomicInteger(7))).hasValue(7);
    Pattern pattern = (Pattern) again(Pattern.compile("a+", Pattern.CASE_INSENSITIVE));
    assertThat(pattern.flags()).isEqualTo(Pattern.CASE_INSENSITIVE);
    assertThat(pattern.pattern()).isEqualTo("a+");
  }

  @Test
  void dates_of_every_kind_keep_all_that_they_say() {
    Timestamp time = new Timestamp(1_000);
    time.setNanos(123_456_789);
    assertThat(again(time)).isEqualTo(time).isInstanceOf(Timestamp.class);
    assertThat(again(new java.sql.Date(5))).isEqualTo(new java.sql.Date(5));
    GregorianCalendar calendar =
        new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"), Locale.FRANCE);
    calendar.setTimeInMillis(5);
    calendar.setLenient(false);
    assertThat((Calendar) again(calendar)).isEqualTo(calendar);
  }

  @Test
  void sets_and_maps_keep_their_order() {
    Map<String, Integer> map = new HashMap<>(4);
    Set<String> set = new LinkedHashSet<>();
    for (int i = 0; i < 40; i++) {
      map.put("k" + i * 7919, i);
      set.add("k" + (40 - i));
    }
    Map<String, Integer> sorted = new TreeMap<>(Comparator.reverseOrder());
    sorted.putAll(map);
    Set<String> caseless = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    caseless.add("B");
    caseless.add("a");

    assertThat(((Map<?, ?>) again(map)).keySet().toArray()).containsExactly(map.keySet().toArray());
    assertThat(again(map)).isInstanceOf(HashMap.class);
    assertThat(((Set<?>) again(set)).toArray()).containsExactly(set.toArray());
    assertThat(((Map<?, ?>) again(sorted)).keySet().toArray())
        .containsExactly(sorted.keySet().toArray());
    assertThat(((Set<?>) again(caseless)).contains("b")).isTrue();
  }

  @Test
  void parts_that_are_one_object_stay_one_object() {
    Node root = new Node(1, "root");
    Node child = new Node(2, "child");
    child.parent = root;
    ((Base) child).name = "of the base";
    root.children.add(child);
    root.children.add(child);
    root.known.add(root);
    root.known.add(child);

    Node again = (Node) Objects.requireNonNull(again(root));

    assertThat(again.children).hasSize(2);
    assertThat(again.children.get(0)).isSameAs(again.children.get(1)).isNotSameAs(child);
    assertThat(again.children.get(0).parent).isSameAs(again);
    assertThat(((Base) again.children.get(0)).name).isEqualTo("of the base");
    assertThat(again.name).isEqualTo("root");
    assertThat(again.note).isEqualTo("not made by a constructor");
    assertThat(again.known).contains(again, again.children.get(0)).hasSize(2);
    List<Object> self = new ArrayList<>();
    self.add(self);
    List<?> selfAgain = (List<?>) Objects.requireNonNull(again(self));
    assertThat(selfAgain.get(0)).isSameAs(selfAgain);
    Object[] array = new Object[1];
    array[0] = array;
    Object[] arrayAgain = (Object[]) Objects.requireNonNull(again(array));
    assertThat(arrayAgain[0]).isSameAs(arrayAgain);
  }

  @Test
  void exceptions_keep_class_message_and_cause() {
    Throwable again = (Throwable) again(new IllegalStateException("no é", new IOException("disk")));
    assertThat(again).isExactlyInstanceOf(IllegalStateException.class).hasMessage("no é");
    assertThat(again.getCause()).isExactlyInstanceOf(IOException.class).hasMessage("disk");
    Throwable own = (Throwable) again(new Refused(5, null));
    assertThat(own).isExactlyInstanceOf(Refused.class).hasNoCause();
    assertThat(((Refused) own).code).isEqualTo(5);
    assertThat((Throwable) again(new NullPointerException()))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage(null);
  }

  @Test
  void what_cannot_be_recorded_is_named() {
    Map<Object, Object> holder = new HashMap<>();
    Money itself = new Money(BigDecimal.ONE, holder);
    holder.put("money", itself);
    Object deep = "end";
    for (int i = 0; i < 200; i++) {
      deep = new ArrayList<>(Arrays.asList(deep));
    }
    Runnable lambda = () -> {};
    refused(new ByteArrayInputStream(new byte[1]), "java.io.ByteArrayInputStream");
    refused(new Object[] {Thread.currentThread()}, "java.lang.Thread");
    refused(lambda, "a lambda or another hidden class");
    refused(
        new TreeSet<>(Comparator.comparing(Object::toString)),
        "java.util.TreeSet with a comparator of its own");
    refused(itself, "a " + Money.class.getName() + " that holds itself");
    refused(deep, "nested deeper than 100 levels");
    refused(new ArrayList<>(Collections.nCopies(10_001, "x")), "more than 10,000 values");
    refused(new HashMap<>() {}, "extends nothing that can be recorded");
  }

  private static void refused(Object value, String reason) {
    if (reason.startsWith("extends")) {
      assertThatThrownBy(() -> encode(value))
          .isInstanceOf(CodecException.class)
          .hasMessageEndingWith(", a java.util.HashMap");
    } else {
      assertThatThrownBy(() -> encode(value)).isInstanceOf(CodecException.class).hasMessage(reason);
    }
  }

  @Test
  void a_recording_makes_no_other_types_than_those_it_may() {
    notMade("{\"object\":\"java.lang.Thread\",\"of\":{}}", "java.lang.Thread");
    notMade("{\"object\":\"java.util.HashMap\",\"of\":{}}", "java.util.HashMap");
    notMade("{\"object\":\"java.lang.IllegalStateException\",\"of\":{}}", "no plain class");
    notMade("{\"thrown\":\"java.lang.String\",\"message\":null,\"cause\":null}", "no throwable");
    notMade("{\"record\":\"java.lang.String\",\"of\":{}}", "no record");
    notMade("{\"enum\":\"java.lang.String\",\"name\":\"A\"}", "no enum");
    notMade("{\"Bomb\":[]}", "no type that a recording knows");
    notMade(
        "{\"object\":\"com.acme.Gone\",\"of\":{}}", "class com.acme.Gone is not on the class path");
    notMade(
        "{\"object\":\"" + Base.class.getName() + "\",\"of\":{\"other\":1}}",
        "has 'name', which was not recorded");
    notMade("{\"ref\":3}", "not there");
    notMade("[1]", "says no type");
    notMade("{", "not JSON");
  }

  private static void notMade(String text, String reason) {
    assertThatThrownBy(() -> decode(text))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(reason);
  }

  @Provide
  Arbitrary<Object> values() {
    return nested(3);
  }

  private static Arbitrary<Object> nested(int depth) {
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            Arbitraries.of(VALUES),
            Arbitraries.strings().all().ofMaxLength(4).map(Object.class::cast),
            Arbitraries.longs().map(Object.class::cast),
            Arbitraries.doubles().map(Object.class::cast),
            Arbitraries.floats().map(Object.class::cast),
            Arbitraries.chars().all().map(Object.class::cast),
            Arbitraries.bigDecimals().map(Object.class::cast));
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<Object> inner = Arbitraries.lazy(() -> nested(depth - 1)).injectNull(0.1);
    Arbitrary<List<Object>> lists = inner.list().ofMaxSize(3);
    return Arbitraries.oneOf(
        leaf,
        lists.map(Object.class::cast),
        lists.map(List::toArray),
        lists.map(list -> Arrays.asList(list, list)), // one object twice
        lists.map(LinkedHashSet::new),
        lists.map(Collections::unmodifiableList),
        lists.map(list -> new Money(BigDecimal.TEN, list)),
        lists.map(CodecTest::node),
        Arbitraries.maps(Arbitraries.strings().all().ofMaxLength(2), inner)
            .ofMaxSize(3)
            .map(LinkedHashMap::new));
  }

  private static Object node(List<Object> held) {
    Node node = new Node(held.size() + 1, "n");
    node.children.add(node);
    ((Base) node).name = held;
    return node;
  }

  @Property(tries = 300)
  void what_is_made_again_is_structurally_what_was_recorded(
      @ForAll("values") @Nullable Object value) {
    Object again = again(value);
    assertSame(again, value);
    assertThat(ordered(encode(again))).isEqualTo(ordered(encode(value)));
  }

  /** What iterates in no order of its own is made again as what iterates in the one it had. */
  private static String ordered(String text) {
    return text.replace("\"HashSet\"", "\"LinkedHashSet\"");
  }

  private static void assertSame(@Nullable Object one, @Nullable Object other) {
    if (other instanceof Object[] array) {
      assertSame(Arrays.asList((Object[]) Objects.requireNonNull(one)), Arrays.asList(array));
    } else if (other instanceof Map<?, ?> map && !(other instanceof EnumMap)) {
      Map<?, ?> mine = (Map<?, ?>) Objects.requireNonNull(one);
      assertSame(new ArrayList<>(mine.keySet()), new ArrayList<>(map.keySet()));
      assertSame(new ArrayList<>(mine.values()), new ArrayList<>(map.values()));
    } else if (other instanceof List<?> || other instanceof LinkedHashSet<?>) {
      assertThat(one.getClass()).isEqualTo(other.getClass());
      Object[] mine = ((Collection<?>) one).toArray();
      Object[] theirs = ((Collection<?>) other).toArray();
      assertThat(mine).hasSameSizeAs(theirs);
      for (int i = 0; i < mine.length; i++) {
        assertSame(mine[i], theirs[i]);
      }
    } else if (other instanceof Money money) {
      assertThat(((Money) one).amount).isEqualTo(money.amount);
      assertSame(((Money) one).currency, money.currency);
    } else if (other instanceof Node node) {
      assertThat(((Node) one).children).singleElement().isSameAs(one);
      assertSame(((Base) one).name, ((Base) node).name);
    } else {
      assertThat(one).isEqualTo(other);
      assertThat(Optional.ofNullable(one).map(Object::getClass))
          .isEqualTo(Optional.ofNullable(other).map(Object::getClass));
    }
  }
}
