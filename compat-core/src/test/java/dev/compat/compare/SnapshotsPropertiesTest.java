package dev.compat.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

@SuppressWarnings({"JdkObsolete", "JavaUtilDate", "UnnecessaryStringBuilder"}) // legacy uses them
class SnapshotsPropertiesTest {

  /** An object of the application's, told from others by nothing. */
  static class Bean {
    final int number;
    Object one;
    Object other;

    Bean(int number) {
      this.number = number;
    }
  }

  static final class Larger extends Bean {
    final List<Object> more = new ArrayList<>();
    double weight;

    Larger(int number) {
      super(number);
      weight = number / 2.0;
    }
  }

  record Held(String name, Object held) {}

  /** What one node of a graph is, and which nodes it leads to; the numbers are taken round. */
  record Node(int kind, int number, List<Integer> edges) {}

  @Provide
  Arbitrary<List<Node>> graphs() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 50);
    return Combinators.combine(
            Arbitraries.integers().between(0, 14), numbers, numbers.list().ofMaxSize(4))
        .as(Node::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  @Provide
  Arbitrary<List<List<List<String>>>> names() {
    Arbitrary<String> name = Arbitraries.of("a", "b", "Aa", "BB");
    return name.list().ofMaxSize(3).list().ofMaxSize(3).list().ofMaxSize(3);
  }

  /** The nodes made into objects; what is made of finished parts leads to earlier ones alone. */
  private static Object[] build(List<Node> nodes) {
    Object[] all = new Object[nodes.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = make(nodes.get(i), i == 0 ? null : all[nodes.get(i).number % i]);
    }
    for (int i = 0; i < all.length; i++) {
      List<Object> edges = new ArrayList<>();
      nodes.get(i).edges.forEach(edge -> edges.add(all[edge % all.length]));
      connect(all[i], edges);
    }
    return all;
  }

  private static Object make(Node node, Object earlier) {
    return switch (node.kind) {
      case 0 -> new Bean(node.number);
      case 1 -> new Larger(node.number);
      case 2 -> new ArrayList<>();
      case 3 -> new LinkedList<>();
      case 4 -> new HashMap<>();
      case 5 -> new TreeMap<>();
      case 6 -> new Object[4];
      case 7 -> new int[] {node.number};
      case 8 -> new StringBuilder("text " + node.number);
      case 9 -> new Date(node.number);
      case 10 -> new ArrayDeque<>();
      case 11 -> new CopyOnWriteArrayList<>();
      case 12 -> Optional.ofNullable(node.number % 2 == 0 ? "a" : new Bean(node.number));
      case 13 -> new Held("held " + node.number, earlier);
      default -> node.number % 2 == 0 ? List.of("a", 1) : List.of(new Bean(node.number));
    };
  }

  @SuppressWarnings("unchecked")
  private static void connect(Object node, List<Object> edges) {
    if (node instanceof Bean bean) {
      bean.one = edges.isEmpty() ? null : edges.get(0);
      bean.other = edges.size() < 2 ? "text" : edges.get(1);
    }
    if (node instanceof Larger larger) {
      larger.more.addAll(edges);
    } else if (node instanceof Map<?, ?>) {
      edges.forEach(
          edge -> ((Map<String, Object>) node).put("k" + ((Map<?, ?>) node).size(), edge));
    } else if (node instanceof Object[] array) {
      System.arraycopy(edges.toArray(), 0, array, 0, edges.size());
    } else if (isOpen(node)) {
      ((Collection<Object>) node).addAll(edges);
    }
  }

  private static boolean isOpen(Object node) {
    return node instanceof Collection && !node.getClass().getName().contains("Immutable");
  }

  /**
   * A graph as text, with a number for each object in the order of the way, so that two texts are
   * the same where values and all that leads from each to each is.
   */
  private static String text(Object root, Map<Object, Integer> numbers) {
    StringBuilder text = new StringBuilder();
    ArrayDeque<Object> todo = new ArrayDeque<>();
    reference(root, numbers, todo, text);
    while (!todo.isEmpty()) {
      Object value = todo.poll();
      text.append('\n').append(numbers.get(value)).append(' ').append(kind(value));
      for (Object part : parts(value)) {
        reference(part, numbers, todo, text);
      }
    }
    return text.toString();
  }

  private static String kind(Object value) {
    if (value instanceof Bean bean) {
      return bean.getClass().getName() + bean.number;
    }
    if (value instanceof StringBuilder || value instanceof Date) {
      return value.getClass() + " " + value;
    }
    if (value instanceof Held held) {
      return held.name;
    }
    return value instanceof HashMap ? "a hash map" : value.getClass().getName();
  }

  private static List<Object> parts(Object value) {
    List<Object> parts = new ArrayList<>();
    if (value instanceof Bean bean) {
      parts.addAll(Arrays.asList(bean.one, bean.other));
    }
    if (value instanceof Larger larger) {
      parts.addAll(List.of(larger.more, larger.weight));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, part) -> parts.addAll(Arrays.asList(key, part)));
    } else if (value instanceof Collection<?> collection) {
      parts.addAll(collection);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(parts::add);
    } else if (value instanceof Held held) {
      parts.add(held.held);
    } else {
      arrayParts(value, parts);
    }
    return parts;
  }

  private static void arrayParts(Object value, List<Object> parts) {
    if (value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        parts.add(Array.get(value, i));
      }
    }
  }

  private static void reference(
      Object value, Map<Object, Integer> numbers, ArrayDeque<Object> todo, StringBuilder text) {
    if (value == null || value instanceof String || value instanceof Number) {
      text.append(' ').append(value);
      return;
    }
    Integer known = numbers.get(value);
    if (known == null) {
      known = numbers.size();
      numbers.put(value, known);
      todo.add(value);
    }
    text.append(" #").append(known);
  }

  private static String text(Object root) {
    return text(root, new IdentityHashMap<>());
  }

  private static Map<Object, Integer> reachable(Object root) {
    IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
    text(root, numbers);
    return numbers;
  }

  @SuppressWarnings("unchecked")
  private static void change(Object value) {
    if (value instanceof Bean bean) {
      bean.one = "changed";
      bean.other = null;
    } else if (value instanceof Map<?, ?>) {
      ((Map<String, Object>) value).put("changed", "");
    } else if (value instanceof StringBuilder builder) {
      builder.append("changed");
    } else if (value instanceof Date date) {
      date.setTime(-1);
    } else if (value instanceof int[] array) {
      array[0] = -1;
    } else if (value instanceof Object[] array) {
      array[0] = "changed";
    } else if (isOpen(value)) {
      ((Collection<Object>) value).add("changed");
    }
  }

  private static Object[] taken(Object[] values) {
    Snapshot snapshot = Snapshots.STRICT.takeAll(i -> "argument " + i, values);
    assertThat(snapshot).isInstanceOf(Snapshot.Taken.class);
    return (Object[]) ((Snapshot.Taken) snapshot).value();
  }

  @Property(tries = 500)
  void a_snapshot_equals_its_source_with_all_that_leads_from_each_to_each(
      @ForAll("graphs") List<Node> nodes) {
    Object[] values = build(nodes);
    assertThat(text(taken(values))).isEqualTo(text(values));
  }

  @Property(tries = 500)
  void changing_all_of_one_leaves_the_other_as_it_was(@ForAll("graphs") List<Node> nodes) {
    Object[] values = build(nodes);
    Object[] copies = taken(values);
    String before = text(values);

    reachable(copies).keySet().forEach(SnapshotsPropertiesTest::change);
    assertThat(text(values)).isEqualTo(before);

    Object[] again = taken(values);
    reachable(values).keySet().forEach(SnapshotsPropertiesTest::change);
    assertThat(text(again)).isEqualTo(before);
  }

  @Property(tries = 200)
  void sets_of_what_the_application_hashes_equal_their_source(
      @ForAll("names") List<List<List<String>>> names) {
    HashSet<Object> set = new HashSet<>();
    names.forEach(
        inner -> {
          HashSet<Object> each = new HashSet<>();
          inner.forEach(list -> each.add(new ArrayList<>(list)));
          set.add(each);
        });
    assertThat(taken(new Object[] {set})[0]).isEqualTo(set);
  }

  @Property(tries = 200)
  void what_is_shared_by_two_values_is_shared_by_their_copies(@ForAll("graphs") List<Node> nodes) {
    Object[] values = build(nodes);
    Object[] copies = taken(values);
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(copies[i] == copies[j]).isEqualTo(values[i] == values[j]);
      }
    }
  }

  @Property(tries = 500)
  void a_snapshot_of_a_snapshot_is_the_same_again(@ForAll("graphs") List<Node> nodes) {
    Object[] copies = taken(build(nodes));
    assertThat(text(taken(copies))).isEqualTo(text(copies));
  }
}
