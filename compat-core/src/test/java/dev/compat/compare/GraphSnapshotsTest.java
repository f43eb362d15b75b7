package dev.compat.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.StringReader;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Inflater;
import org.hibernate.proxy.HibernateProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({"JdkObsolete", "JavaUtilDate", "IdentityHashMapUsage"}) // legacy uses them
class GraphSnapshotsTest {

  /** While it is set, code of the application that is run throws. */
  private static boolean guarded;

  @BeforeAll
  static void prepare() {
    Snapshots.prepare();
  }

  @AfterEach
  void unguard() {
    guarded = false;
  }

  private static void run() {
    if (guarded) {
      throw new IllegalStateException("code of the application");
    }
  }

  /** Everything in it says when it is run. */
  static class Item implements Cloneable, Comparable<Item> {
    final int number;
    private final List<Object> tags = new ArrayList<>();
    Item next;

    Item(int number) {
      run();
      this.number = number;
    }

    List<Object> getTags() {
      run();
      return tags;
    }

    @Override
    public boolean equals(Object other) {
      run();
      return other instanceof Item item && item.number == number;
    }

    @Override
    public int hashCode() {
      run();
      return number;
    }

    @Override
    public int compareTo(Item other) {
      run();
      return Integer.compare(number, other.number);
    }

    @Override
    public Item clone() throws CloneNotSupportedException {
      run();
      return (Item) super.clone();
    }

    @Override
    public String toString() {
      run();
      return "item " + number;
    }
  }

  static final class Special extends Item {
    double weight = 1.5;
    boolean sold = true;
    char letter = 'x';
    short small = 3;
    byte tiny = 4;
    float single = 2.5f;
    long large = 5;

    Special(int number) {
      super(number);
    }
  }

  /** Without an equals. */
  static final class Plain {
    Object held;

    Plain(Object held) {
      this.held = held;
    }
  }

  record Pair(Object left, Object right) {}

  static final class Money {
    private final String currency;
    private final long cents;
    private final Rate rate = new Rate(1);

    Money(String currency, long cents) {
      this.currency = currency;
      this.cents = cents;
    }

    @Override
    public String toString() {
      return currency + cents + rate.rate;
    }
  }

  static final class Rate {
    final double rate;

    Rate(double rate) {
      this.rate = rate;
    }
  }

  /** The value; filled by the application's code only now. */
  private static Object taken(Object value) {
    guarded = true;
    Snapshot snapshot = Snapshots.of("argument 0", value);
    guarded = false;
    assertThat(snapshot).isInstanceOf(Snapshot.Taken.class);
    return ((Snapshot.Taken) snapshot).value();
  }

  private static String refused(Object value) {
    guarded = true;
    Snapshot snapshot = Snapshots.of("argument 0", value);
    guarded = false;
    assertThat(snapshot).isInstanceOf(Snapshot.Refused.class);
    return ((Snapshot.Refused) snapshot).reason();
  }

  @Test
  void objects_are_copied_field_by_field_and_without_their_code() {
    Special item = new Special(7);
    item.getTags().add(new Date(5));

    Special copy = (Special) taken(item);
    ((Date) item.getTags().get(0)).setTime(6);

    assertThat(copy).isNotSameAs(item);
    assertThat(copy.number).isEqualTo(7);
    assertThat(copy.weight).isEqualTo(1.5);
    assertThat(copy.sold).isTrue();
    assertThat(copy.letter).isEqualTo('x');
    assertThat(copy.small).isEqualTo((short) 3);
    assertThat(copy.tiny).isEqualTo((byte) 4);
    assertThat(copy.single).isEqualTo(2.5f);
    assertThat(copy.large).isEqualTo(5);
    assertThat(copy.getTags()).containsExactly(new Date(5));
  }

  @Test
  void several_values_are_one_graph() {
    Item shared = new Item(1);
    List<Object> holder = new ArrayList<>(List.of(shared));
    shared.next = shared;

    guarded = true;
    Snapshot snapshot =
        Snapshots.STRICT.takeAll(
            i -> "argument " + i, new Object[] {holder, shared, null, "a", holder});
    guarded = false;
    Object[] copies = (Object[]) ((Snapshot.Taken) snapshot).value();

    Item copy = (Item) copies[1];
    assertThat(copy).isNotSameAs(shared);
    assertThat(copy.next).isSameAs(copy);
    assertThat(((List<?>) copies[0]).get(0)).isSameAs(copy);
    assertThat(copies[4]).isSameAs(copies[0]);
    assertThat(copies).hasSize(5).contains("a", (Object) null);
  }

  @Test
  void the_value_that_is_refused_is_the_one_that_is_named() {
    Snapshot snapshot =
        Snapshots.STRICT.takeAll(
            i -> i == 0 ? "the legacy object" : "argument " + (i - 1),
            new Object[] {
              new Item(1), new ArrayList<>(), new Plain(new Plain(new ReentrantLock()))
            });

    assertThat(snapshot)
        .isEqualTo(
            new Snapshot.Refused(
                "argument 1 holds a java.util.concurrent.locks.ReentrantLock at held.held:"
                    + " a lock cannot be copied"));
  }

  @Test
  void a_graph_may_be_as_deep_as_it_is_large() throws Exception {
    Item first = new Item(0);
    Item last = first;
    for (int i = 1; i < 4_000; i++) {
      last.next = new Item(i);
      last = last.next;
    }
    Object[] copy = new Object[1];
    Thread small = new Thread(null, () -> copy[0] = taken(first), "small", 200_000);
    small.start();
    small.join();

    int length = 0;
    for (Item at = (Item) copy[0]; at != null; at = at.next) {
      assertThat(at.number).isEqualTo(length++);
    }
    assertThat(length).isEqualTo(4_000);
  }

  @Test
  void objects_of_final_fields_of_immutable_types_are_taken_as_they_are() {
    Money money = new Money("EUR", 5);
    assertThat(taken(money)).isSameAs(money);
    assertThat(((Plain) taken(new Plain(money))).held).isSameAs(money);
    assertThat(taken(new Item(1))).isNotInstanceOf(Money.class);
  }

  static Stream<Object[]> refusals() {
    return Stream.of(
        new Object[] {List.of("a").iterator(), "it can be read only once"},
        new Object[] {Collections.enumeration(List.of("a")), "it can be read only once"},
        new Object[] {Stream.of("a"), "it can be read only once"},
        new Object[] {new Scanner("a"), "it can be read only once"},
        new Object[] {new StringReader("a"), "it can be read only once"},
        new Object[] {new ByteArrayInputStream(new byte[1]), "it can be read only once"},
        new Object[] {List.of("a").spliterator(), "it can be read only once"},
        new Object[] {new ReentrantLock(), "a lock cannot be copied"},
        new Object[] {Thread.currentThread(), "it belongs to threads"},
        new Object[] {new ThreadLocal<>(), "it belongs to threads"},
        new Object[] {new CompletableFuture<>(), "it completes later"},
        new Object[] {GraphSnapshotsTest.class.getClassLoader(), "a class loader cannot be copied"},
        new Object[] {new WeakReference<>("a"), "what it refers to may be gone at any time"},
        new Object[] {new WeakHashMap<>(), "what it refers to may be gone at any time"},
        new Object[] {new Inflater(), "it stands for something open outside of the heap"},
        new Object[] {
          ByteBuffer.allocateDirect(8), "it may change after the call and cannot be copied"
        },
        new Object[] {
          Proxy.newProxyInstance(
              GraphSnapshotsTest.class.getClassLoader(),
              new Class<?>[] {Comparable.class},
              (proxy, method, arguments) -> null),
          "it is a proxy, and what is behind it cannot be seen"
        },
        new Object[] {new Lazy(), "it loads from a database when it is touched"},
        new Object[] {new Cursor(), "it can be read only once"},
        new Object[] {(AutoCloseable) () -> {}, "it stands for something open outside of the heap"},
        new Object[] {capturing(new ArrayList<>()), "it is a function that holds what may change"});
  }

  private static Supplier<Object> capturing(Object captured) {
    return () -> captured;
  }

  static final class Lazy extends Item implements HibernateProxy {
    Lazy() {
      super(1);
    }
  }

  /** An iterator of the application's, over nothing that a copier would stop at. */
  static final class Cursor implements Iterator<String> {
    int at;

    @Override
    public boolean hasNext() {
      run();
      return true;
    }

    @Override
    public String next() {
      at++;
      return "";
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void what_cannot_be_copied_is_named_with_its_place_and_not_touched(Object value, String why) {
    String type = value.getClass().getTypeName();

    assertThat(refused(value)).isEqualTo("argument 0 is a " + type + ": " + why);
    assertThat(refused(new Plain(new Object[] {"a", new ArrayList<>(List.of(value))})))
        .isEqualTo("argument 0 holds a " + type + " at held[1][0]: " + why);
    if (value instanceof Iterator<?> iterator) {
      assertThat(iterator.hasNext()).isTrue();
    }
  }

  @Test
  void what_the_team_declares_is_taken_as_it_is_wherever_it_is() {
    ReentrantLock lock = new ReentrantLock();
    Snapshots sharing = Snapshots.sharing(List.of(ReentrantLock.class));

    Snapshot snapshot = sharing.take("argument 0", new Plain(new Plain(lock)));

    Plain copy = (Plain) ((Snapshot.Taken) snapshot).value();
    assertThat(((Plain) copy.held).held).isSameAs(lock);
  }

  @Test
  void functions_that_capture_nothing_mutable_are_taken_as_they_are() {
    Supplier<Object> constant = () -> "a";
    Supplier<Object> number = capturing(new Object());
    Comparator<String> natural = Comparator.naturalOrder();

    Object[] copy = (Object[]) taken(new Object[] {constant, natural});

    assertThat(copy[0]).isSameAs(constant);
    assertThat(copy[1]).isSameAs(natural);
    assumeTrue(Memory.REACHES_ALL);
    assertThat(taken(number)).isSameAs(number);
    Comparator<String> composed = Comparator.comparingInt(String::length).thenComparing(natural);
    assertThat(taken(composed)).isSameAs(composed);
  }

  @Test
  void elements_that_the_application_hashes_or_compares_are_neither_on_the_callers_thread() {
    Item one = new Item(1);
    Item two = new Item(2);
    List<Object> sources =
        List.of(
            new HashSet<>(List.of(two, one)),
            new HashMap<>(Map.of(one, "a", two, one)),
            new LinkedHashMap<>(Map.of(one, "a")),
            new TreeSet<>(List.of(two, one)),
            new TreeMap<>(Map.of(two, "a", one, "b")),
            new PriorityQueue<>(List.of(two, one)),
            new ConcurrentHashMap<>(Map.of(one, two)),
            new HashSet<>(Set.of(List.of(new HashSet<>(Set.of(one))))),
            new IdentityHashMap<>(Map.of(one, two)));
    for (Object source : sources) {
      Object copy = taken(source);
      if (source instanceof IdentityHashMap<?, ?> || source instanceof PriorityQueue<?>) {
        assertThat(copy.toString()).isEqualTo(source.toString());
      } else {
        assertThat(copy).isEqualTo(source).hasToString(source.toString());
      }
    }
  }

  @Test
  void copies_of_keys_that_are_no_longer_found_end_the_trial_and_not_the_truth() {
    List<Object> first = new ArrayList<>(List.of("a"));
    List<Object> second = new ArrayList<>();
    Set<Object> set = new HashSet<>(List.of(first, second));
    second.add("a");

    Snapshot.Taken snapshot = (Snapshot.Taken) Snapshots.of("argument 0", set);

    assertThat(org.assertj.core.api.Assertions.catchThrowable(snapshot::value))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the keys of a copied collection do not hash as the original's do");
  }

  @Test
  void a_set_that_is_found_before_what_holds_it_is_filled_before_it() {
    Set<Object> inner = new HashSet<>(List.of(new Item(1)));
    Set<Object> outer = new HashSet<>(List.of(inner));

    Object[] copies = (Object[]) taken(new Object[] {inner, outer, new HashSet<>(List.of(outer))});

    assertThat((Set<?>) copies[1]).isEqualTo(outer).matches(set -> set.contains(copies[0]));
    assertThat((Set<?>) copies[2]).matches(set -> set.contains(copies[1]));
  }

  @Test
  void a_sorted_map_and_a_heap_keep_their_comparator_and_their_order() {
    Comparator<Plain> byNumber =
        (one, other) -> {
          run();
          return Integer.compare((Integer) one.held, (Integer) other.held);
        };
    TreeMap<Plain, Object> map = new TreeMap<>(byNumber.reversed());
    PriorityQueue<Plain> queue = new PriorityQueue<>(byNumber);
    for (int i : new int[] {3, 1, 2}) {
      map.put(new Plain(i), i);
      queue.add(new Plain(i));
    }

    TreeMap<?, ?> copy = (TreeMap<?, ?>) taken(map);
    PriorityQueue<?> heap = (PriorityQueue<?>) taken(queue);

    assertThat(copy.values().toString()).isEqualTo("[3, 2, 1]");
    assertThat(copy.comparator()).isSameAs(map.comparator());
    assertThat(copy.firstKey()).isNotSameAs(map.firstKey());
    assertThat(IntStream.range(0, 3).mapToObj(i -> ((Plain) heap.poll()).held))
        .containsExactly(1, 2, 3);
  }

  @Test
  void collections_of_all_kinds_are_copied_with_what_they_hold() {
    Plain plain = new Plain("a");
    List<Object> sources =
        List.of(
            new ArrayDeque<>(List.of(plain)),
            new CopyOnWriteArrayList<>(List.of(plain)),
            List.of(plain),
            Set.of(plain),
            Collections.singletonList(plain),
            Collections.nCopies(3, plain),
            Optional.of(plain),
            Collections.unmodifiableList(new ArrayList<>(List.of(plain))),
            Stream.of(plain, null).toList());
    for (Object source : sources) {
      Object copy = taken(source);
      assertThat(copy).isNotSameAs(source).hasSameClassAs(source);
      Object held =
          copy instanceof Optional<?> optional
              ? optional.orElseThrow()
              : ((Iterable<?>) copy).iterator().next();
      assertThat(held).isNotSameAs(plain).isInstanceOf(Plain.class);
      assertThat(((Plain) held).held).isEqualTo("a");
    }
    Map<?, ?> map = (Map<?, ?>) taken(Map.of("k", plain, "l", "b"));
    assertThat(map.get("k")).isInstanceOf(Plain.class).isNotSameAs(plain);
  }

  @Test
  void a_concurrent_map_is_iterated_as_the_original_is() {
    for (int room : new int[] {1, 16, 100, 2_000}) {
      Map<String, Integer> map = new ConcurrentHashMap<>(room);
      IntStream.range(0, 300).forEach(i -> map.put("key" + i * 31, i));
      assertThat(taken(map)).hasToString(map.toString());
    }
  }

  @Test
  void formats_and_calendars_are_copied_in_kind() {
    SimpleDateFormat format = new SimpleDateFormat("yyyy", Locale.ROOT);
    SimpleDateFormat copy = (SimpleDateFormat) taken(format);
    format.applyPattern("MM");
    assertThat(copy.toPattern()).isEqualTo("yyyy");
  }

  @Test
  void an_inner_object_keeps_the_one_around_it() {
    class Inner {
      Object around() {
        return GraphSnapshotsTest.this;
      }
    }
    Object copy = taken(new Object[] {new Inner(), new Plain(this)});
    Inner inner = (Inner) ((Object[]) copy)[0];
    assertThat(inner).isNotNull();
    assertThat(inner.around()).isSameAs(((Plain) ((Object[]) copy)[1]).held);
  }

  static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    transient int most = 2;

    Recent() {
      super(8, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      run();
      return size() > most;
    }
  }

  @Test
  void subclasses_and_views_of_the_jdks_collections_are_copied_where_memory_is_within_reach() {
    assumeTrue(Memory.REACHES_ALL);
    Recent<String, Object> recent = new Recent<>();
    recent.put("a", new Plain(1));
    recent.put("b", new Plain(2));
    recent.get("a");

    @SuppressWarnings("unchecked")
    Recent<String, Object> copy = (Recent<String, Object>) taken(recent);
    copy.put("c", "");

    assertThat(copy.keySet()).containsExactly("a", "c");
    assertThat(recent.keySet()).containsExactly("b", "a");

    List<Object> behind = new ArrayList<>(List.of("a"));
    Object[] copies =
        (Object[]) taken(new Object[] {Collections.unmodifiableCollection(behind), behind});
    assertThat(copies[0].toString()).isEqualTo("[a]");
    ((List<?>) copies[1]).clear();
    assertThat(copies[0].toString()).isEqualTo("[]");

    Properties properties = new Properties(new Properties());
    properties.setProperty("a", "b");
    assertThat(taken(properties)).isNotSameAs(properties).isEqualTo(properties);
    AtomicInteger counter = new AtomicInteger(5);
    AtomicInteger counted = (AtomicInteger) taken(counter);
    counter.set(6);
    assertThat(counted.get()).isEqualTo(5);
  }

  @Test
  void a_subclass_of_a_map_whose_keys_may_change_is_refused() {
    assumeTrue(Memory.REACHES_ALL);
    Recent<Object, Object> recent = new Recent<>();
    recent.put(new Plain("a"), "");
    assertThat(refused(recent)).endsWith("its key may change, and a copy be hashed otherwise");
  }

  @Test
  void what_reflection_does_not_reach_is_refused_with_the_remedy() {
    assumeFalse(Memory.REACHES_ALL);
    assertThat(refused(new Recent<>()))
        .isEqualTo(
            "argument 0 is a dev.compat.compare.GraphSnapshotsTest$Recent:"
                + " its field keySet is closed to Compat;"
                + " --add-exports java.base/jdk.internal.misc=ALL-UNNAMED lets Compat copy it");
    assertThat(refused(new Plain(new ConcurrentSkipListMap<>())))
        .endsWith("at held: it may change after the call and cannot be copied");
  }

  static class Temporary {
    Set<String> files = new HashSet<>();

    @Override
    @SuppressWarnings({"deprecation", "removal", "Finalize"}) // as legacy code does
    protected void finalize() {
      files.clear();
    }
  }

  static final class MoreTemporary extends Temporary {}

  @Test
  void what_has_a_finalizer_is_copied_only_where_the_copy_has_none() {
    if (Memory.REACHES_ALL) {
      assertThat(taken(new MoreTemporary())).isInstanceOf(MoreTemporary.class);
    } else {
      assertThat(refused(new MoreTemporary()))
          .endsWith("a copy would be finalized as well" + Memory.REMEDY);
    }
  }

  @Test
  void a_record_is_copied_with_what_it_holds() {
    Plain plain = new Plain("a");
    Pair pair = new Pair(plain, new ArrayList<>(List.of(plain)));
    plain.held = pair;

    Pair copy = (Pair) taken(pair);

    assertThat(copy.left()).isNotSameAs(plain).isSameAs(((List<?>) copy.right()).get(0));
    assertThat(((Plain) copy.left()).held).isSameAs(copy);
  }

  @Test
  void a_class_loader_whose_objects_were_copied_is_let_go() throws Exception {
    WeakReference<Class<?>> type = copyOfPlain();
    for (int i = 0; i < 100 && type.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(type.get()).isNull();
  }

  private static WeakReference<Class<?>> copyOfPlain() throws Exception {
    Class<?> type = Copies.of(Plain.class);
    var constructor = type.getDeclaredConstructor(Object.class);
    constructor.setAccessible(true);
    Object value = constructor.newInstance(new ArrayList<>());
    assertThat(taken(value)).hasSameClassAs(value).isNotSameAs(value);
    return new WeakReference<>(type);
  }

  /** Run by the test below. */
  public static void main(String[] arguments) {
    Snapshots.prepare();
    taken(new ArrayList<>(List.of(new Special(1), new Pair(new Date(), 1))));
  }

  @Test
  void nothing_is_written_to_the_applications_standard_error() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    if (Memory.REACHES_ALL) {
      command.addAll(List.of("--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"));
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), GraphSnapshotsTest.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(said).isEmpty();
  }

  @Test
  void a_snapshot_says_its_type_and_not_its_value() {
    assertThat(Snapshots.of("x", new ArrayList<>(List.of("secret"))))
        .hasToString("Taken[java.util.ArrayList]");
    assertThat(Objects.hashCode(Snapshots.of("x", null))).isZero();
  }
}
