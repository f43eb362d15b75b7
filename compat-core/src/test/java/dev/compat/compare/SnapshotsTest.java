package dev.compat.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({
  "JdkObsolete",
  "JavaUtilDate",
  "UnnecessaryStringBuilder"
}) // legacy code uses them
class SnapshotsTest {

  @BeforeAll
  static void prepare() {
    Snapshots.prepare();
  }

  record Tags(String name, List<String> tags) {}

  record Sorting(List<String> names) {
    Sorting {
      names = names.stream().sorted().toList();
    }
  }

  record Plain(String name, int size) {}

  static final class Order {
    final Thread owner = new Thread();
  }

  private static Object taken(Object value) {
    Snapshot snapshot = Snapshots.of("argument 2", value);
    assertThat(snapshot).isInstanceOf(Snapshot.Taken.class);
    return ((Snapshot.Taken) snapshot).value();
  }

  private static void assertRefused(Object value, String reason) {
    assertThat(Snapshots.of("argument 2", value)).isEqualTo(new Snapshot.Refused(reason));
  }

  static List<Object> immutables() {
    return List.of(
        "a",
        1,
        'c',
        new BigDecimal("1.0"),
        new UUID(1, 2),
        TimeUnit.DAYS,
        ZoneId.of("Europe/Berlin"),
        String.class,
        List.of("a"),
        List.of(1, 2, 3),
        Set.of("a"),
        Map.of("a", 1),
        Optional.of("a"),
        Collections.singletonList("a"),
        Collections.emptyMap(),
        new Plain("a", 1),
        List.of(new Plain("a", 1)),
        new IllegalStateException("a"));
  }

  @ParameterizedTest
  @MethodSource("immutables")
  void immutable_values_are_held_as_they_are(Object value) {
    assertThat(taken(value)).isSameAs(value);
  }

  static List<Object> mutables() {
    return List.of(
        new ArrayList<>(List.of("b", "a")),
        new LinkedList<>(List.of("b", "a")),
        Arrays.asList("b", "a"),
        Collections.unmodifiableList(new ArrayList<>(List.of("b", "a"))),
        new LinkedHashMap<>(Map.of("b", 1, "a", 2)),
        new TreeMap<>(Map.of("b", 1, "a", 2)),
        new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
        EnumSet.of(TimeUnit.DAYS),
        new TreeSet<>(List.of("b", "a")),
        new Date(0),
        new java.sql.Timestamp(5),
        new GregorianCalendar(2020, 1, 1),
        BitSet.valueOf(new long[] {5}),
        new ArrayList<>(Arrays.asList("a", null)));
  }

  private static Stack<String> stack(String... values) {
    Stack<String> stack = new Stack<>();
    stack.addAll(List.of(values));
    return stack;
  }

  @ParameterizedTest
  @MethodSource("mutables")
  void mutable_values_of_the_jdk_are_copied_in_kind(Object value) {
    Object copy = taken(value);

    assertThat(copy).isNotSameAs(value).isEqualTo(value).hasSameClassAs(value);
    assertThat(copy.toString()).isEqualTo(value.toString());
  }

  static List<Object> guarded() {
    Hashtable<String, Integer> table = new Hashtable<>(2);
    IntStream.range(0, 100).forEach(i -> table.put("key" + i * 31, i));
    return List.of(
        new Vector<>(List.of("b", "a")),
        stack("b", "a"),
        table,
        Collections.synchronizedList(new ArrayList<>(List.of("b", "a"))),
        Collections.synchronizedMap(new HashMap<>(Map.of("b", 1))));
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void what_a_monitor_guards_is_copied_without_it(Object value) throws Exception {
    Snapshot[] snapshot = new Snapshot[1];
    synchronized (value) {
      Thread caller = new Thread(() -> snapshot[0] = Snapshots.of("argument 2", value));
      caller.start();
      caller.join(10_000);
      assertThat(caller.isAlive()).isFalse();
    }
    if (snapshot[0] instanceof Snapshot.Taken taken) {
      assertThat(taken.value()).isNotSameAs(value).isEqualTo(value).hasSameClassAs(value);
      assertThat(taken.value()).hasToString(value.toString());
    } else {
      assertThat(Memory.REACHES_ALL).isFalse();
      assertThat(((Snapshot.Refused) snapshot[0]).reason()).endsWith(Memory.REMEDY);
    }
  }

  @Test
  void a_text_that_a_monitor_guards_is_copied_without_it() throws Exception {
    for (String letters : List.of("abc", "\u0416abc")) {
      StringBuffer text = new StringBuffer(letters);
      Snapshot[] snapshot = new Snapshot[1];
      synchronized (text) {
        Thread caller = new Thread(() -> snapshot[0] = Snapshots.of("argument 2", text));
        caller.start();
        caller.join(10_000);
        assertThat(caller.isAlive()).isFalse();
      }
      if (snapshot[0] instanceof Snapshot.Taken taken) {
        text.append("d");
        assertThat(taken.value()).isInstanceOf(StringBuffer.class).hasToString(letters);
      } else {
        assertThat(Memory.REACHES_ALL).isFalse();
        assertThat(((Snapshot.Refused) snapshot[0]).reason()).endsWith(Memory.REMEDY);
      }
    }
  }

  @Test
  void a_copy_no_longer_follows_the_original() {
    List<List<String>> original = new ArrayList<>(List.of(new ArrayList<>(List.of("a"))));
    Object copy = taken(original);

    original.get(0).add("b");

    assertThat(copy).isEqualTo(List.of(List.of("a")));
  }

  @Test
  void arrays_keep_their_type() {
    assertThat(taken(new byte[] {1, 2})).isEqualTo(new byte[] {1, 2});
    assertThat(taken(new String[] {"a", null})).isEqualTo(new String[] {"a", null});
    Date[][] dates = {{new Date(1)}};
    Object copy = taken(dates);
    dates[0][0].setTime(2);
    assertThat(copy).isInstanceOf(Date[][].class).isEqualTo(new Date[][] {{new Date(1)}});
  }

  @Test
  void a_hash_map_is_iterated_as_the_original_is() {
    Map<String, Integer> map = new HashMap<>(1 << 12);
    Set<String> set = new HashSet<>(1 << 12);
    IntStream.range(0, 500).forEach(i -> map.put("key" + i * 31, i));
    set.addAll(map.keySet());

    assertThat(taken(map)).isInstanceOf(HashMap.class).hasToString(map.toString());
    assertThat(taken(set)).isInstanceOf(HashSet.class).hasToString(set.toString());
    assertThat(taken(map)).hasSameClassAs(map);
    assertThat(taken(set)).hasSameClassAs(set);
  }

  @Test
  void what_is_added_to_a_copy_comes_where_it_would_in_the_original() {
    for (Map<String, Integer> map :
        List.of(
            new HashMap<String, Integer>(),
            new HashMap<String, Integer>(64),
            new ConcurrentHashMap<String, Integer>(),
            new LinkedHashMap<String, Integer>())) {
      map.put("z", 1);
      map.put("k", 2);
      @SuppressWarnings("unchecked")
      Map<String, Integer> copy = (Map<String, Integer>) taken(map);
      map.put("a", 3);
      copy.put("a", 3);
      assertThat(copy).hasSameClassAs(map).hasToString(map.toString());
    }
  }

  @Test
  void keys_that_are_records_keep_their_order_too() {
    for (int room : new int[] {1, 16, 1_000}) {
      Map<Tags, Integer> map = new ConcurrentHashMap<>(room);
      Map<Tags, Integer> plain = new HashMap<>(room);
      for (int i = 0; i < 20; i++) {
        map.put(new Tags("n" + i * 31, new ArrayList<>(List.of("a" + i))), i);
      }
      plain.putAll(map);
      assertThat(taken(plain)).hasToString(plain.toString());
      Snapshot.Taken snapshot = (Snapshot.Taken) Snapshots.of("argument 2", map);
      if (snapshot.fill() == null) {
        assertThat(snapshot.value()).hasToString(map.toString());
      } else {
        assertThat(Memory.REACHES_ALL).isFalse();
        assertThat(snapshot.fill())
            .isEqualTo("a copied collection is not iterated in the original's order");
      }
    }
  }

  @Test
  void a_sorted_collection_keeps_its_comparator_and_a_linked_map_its_order_of_access() {
    TreeMap<String, Integer> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.put("A", 1);
    assertThat(((Map<?, ?>) taken(sorted)).get("a")).isEqualTo(1);

    LinkedHashMap<String, Integer> used = new LinkedHashMap<>(8, 0.75f, true);
    used.put("a", 1);
    used.put("b", 2);
    Map<?, ?> copy = (Map<?, ?>) taken(used);
    copy.get("a");
    assertThat(copy).hasToString("{b=2, a=1}");
  }

  @Test
  void parts_that_are_one_object_stay_one_object() {
    List<String> shared = new ArrayList<>(List.of("a"));
    List<?> copy = (List<?>) taken(new ArrayList<>(List.of(shared, shared)));
    assertThat(copy.get(0)).isSameAs(copy.get(1)).isNotSameAs(shared);

    List<Object> cycle = new ArrayList<>();
    cycle.add(cycle);
    List<?> copied = (List<?>) taken(cycle);
    assertThat(copied.get(0)).isSameAs(copied);
  }

  @Test
  void a_record_is_rebuilt_when_it_holds_what_may_change() {
    List<String> tags = new ArrayList<>(List.of("a"));
    Object copy = taken(new Tags("n", tags));

    tags.add("b");

    assertThat(copy).isEqualTo(new Tags("n", List.of("a")));
    assertThat(taken(new Sorting(List.of("b", "a")))).isEqualTo(new Sorting(List.of("a", "b")));
  }

  @Test
  void what_cannot_be_copied_is_refused_by_type_and_place() {
    assertRefused(
        new Order(), "argument 2 holds a java.lang.Thread at owner: it belongs to threads");
    assertRefused(
        new ArrayList<>(List.of("a", new Order())),
        "argument 2 holds a java.lang.Thread at [1].owner: it belongs to threads");
    assertRefused(
        new StringWriter(),
        "argument 2 is a java.io.StringWriter:"
            + " it may change after the call and cannot be copied");
  }

  @Test
  void elements_and_keys_that_the_application_hashes_are_refused_where_nothing_can_be_added() {
    for (Object value :
        List.of(Set.of(new ArrayList<>(), "a"), Map.of(new ArrayList<>(), "a", "b", "c"))) {
      assertThat(((Snapshot.Refused) Snapshots.of("x", value)).reason())
          .endsWith("would be hashed by code of the application");
    }
  }

  @Test
  void what_is_too_large_or_too_deep_is_refused() {
    String tooMany = "argument 2 holds more than 10,000 elements";
    assertRefused(new ArrayList<>(Collections.nCopies(10_001, 1)), tooMany);
    assertRefused(Collections.nCopies(Integer.MAX_VALUE, 1), tooMany);
    assertRefused(new byte[1 << 20], tooMany);
    assertRefused(IntStream.range(0, 6_000).mapToObj(i -> new long[15]).toArray(), tooMany);
    assertThat(Snapshots.of("x", new Hashtable<>(1 << 20))).isInstanceOf(Snapshot.Refused.class);
    assertThat(taken(new byte[1 << 16])).isEqualTo(new byte[1 << 16]);
    Object[] objects = new Object[9_000];
    Arrays.setAll(objects, i -> new Date[] {new Date(i)});
    assertThat(Snapshots.of("x", objects)).isInstanceOf(Snapshot.Refused.class);
  }

  @Test
  void what_is_made_of_finished_parts_may_be_nested_so_that_a_small_stack_will_do() {
    Object deep = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      deep = List.of(deep);
    }
    assertThat(((Snapshot.Refused) Snapshots.of("argument 2", deep)).reason())
        .endsWith(": it is nested deeper than 32 levels");
  }

  record Refusing(List<String> names) {
    static int made;

    Refusing {
      if (++made > 1) {
        throw new IllegalStateException("secret");
      }
    }
  }

  @Test
  void a_constructor_of_a_record_that_fails_is_a_refusal_and_is_not_run_where_it_need_not_be() {
    Refusing.made = 0;
    Refusing record = new Refusing(new ArrayList<>());

    if (Memory.REACHES_ALL) {
      assertThat(taken(record)).isNotSameAs(record).isEqualTo(record);
      assertThat(Refusing.made).isEqualTo(1);
    } else {
      assertRefused(
          record,
          "argument 2 is a dev.compat.compare.SnapshotsTest$Refusing: copying it failed with"
              + " java.lang.reflect.InvocationTargetException");
    }
  }

  @Test
  void a_stack_that_is_all_but_used_up_is_a_refusal_or_a_copy_but_no_error() {
    assertThat(deepest(new ArrayList<>(List.of("a")))).isIn(0, 1);
  }

  /** Asks for a snapshot at every depth on the way back from an overflow. */
  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static int deepest(Object value) {
    try {
      deepest(value);
    } catch (StackOverflowError end) {
      return 0;
    }
    Snapshots.of("argument 2", value);
    return 1;
  }

  @Test
  void null_is_held() {
    assertThat(Snapshots.of("a", null)).isEqualTo(new Snapshot.Taken(null));
    assertThat(Snapshots.isImmutable(null)).isTrue();
    assertThat(Snapshots.isImmutable("a")).isTrue();
    assertThat(Snapshots.isImmutable(new StringBuilder())).isFalse();
  }

  @Test
  void a_builder_is_copied() {
    StringBuilder text = new StringBuilder("a");
    Object copy = taken(text);
    text.append("b");
    assertThat(copy).isInstanceOf(StringBuilder.class).hasToString("a");
  }
}
