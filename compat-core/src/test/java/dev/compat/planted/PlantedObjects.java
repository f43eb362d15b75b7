package dev.compat.planted;

import static dev.compat.planted.Pair.method;
import static dev.compat.planted.Pair.on;
import static dev.compat.planted.Pair.one;
import static dev.compat.planted.Pair.two;
import static dev.compat.planted.Pair.with;

import dev.compat.compare.Difference.Kind;
import dev.compat.planted.Shop.Account;
import dev.compat.planted.Shop.Address;
import dev.compat.planted.Shop.Line;
import dev.compat.planted.Shop.Node;
import dev.compat.planted.Shop.Order;
import dev.compat.planted.Shop.Status;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What migrations do to objects, those that they are given and those that they answer with. */
@SuppressWarnings({"JavaUtilDate", "UnnecessaryStringBuilder"}) // legacy code uses them
final class PlantedObjects {

  private PlantedObjects() {}

  static List<Pair> all() {
    List<Pair> all = new ArrayList<>(arguments());
    all.addAll(receivers());
    all.addAll(results());
    all.addAll(twins());
    return all;
  }

  private static List<Pair> arguments() {
    return List.of(
        one(
                "a list is no longer sorted in place",
                (List<String> names) -> {
                  Collections.sort(names);
                  return names.size();
                },
                (List<String> names) -> names.stream().sorted().toList().size())
            .shownBy(() -> with(list("b", "a")))
            .notBy(() -> with(list("a", "b")))
            .at("arg(0)[0]", Kind.TEXT),
        one(
                "an array is changed that legacy leaves alone",
                (int[] values) -> Arrays.stream(values).max().orElse(0),
                (int[] values) -> {
                  Arrays.sort(values);
                  return values.length == 0 ? 0 : values[values.length - 1];
                })
            .shownBy(() -> with(new int[] {2, 1}))
            .notBy(() -> with(new int[] {1, 2}))
            .at("arg(0)[0]", Kind.NUMBER),
        one(
                "an entry of the caller's map is removed",
                (Map<String, Integer> map) -> map.getOrDefault("a", 0),
                (Map<String, Integer> map) -> {
                  Integer value = map.remove("a");
                  return value == null ? 0 : value;
                })
            .shownBy(() -> with(new HashMap<>(Map.of("a", 1))))
            .notBy(() -> with(new HashMap<>(Map.of("b", 1))))
            .at("arg(0)[a]", Kind.MISSING),
        two(
                "a builder gets a comma more",
                (StringBuilder text, String word) -> {
                  text.append(text.length() > 0 ? "," : "").append(word);
                  return null;
                },
                (StringBuilder text, String word) -> {
                  text.append(',').append(word);
                  return null;
                })
            .shownBy(() -> with(new StringBuilder(), "a"))
            .notBy(() -> with(new StringBuilder("b"), "a"))
            .at("arg(0)", Kind.TEXT),
        one(
                "a date is no longer moved",
                (Date due) -> {
                  due.setTime(Math.max(due.getTime(), 1_000));
                  return null;
                },
                (Date due) -> null)
            .shownBy(() -> with(new Date(5)))
            .notBy(() -> with(new Date(5_000)))
            .at("arg(0)", Kind.VALUE),
        one(
                "a field of an order is not set",
                (Order order) -> {
                  order.status = order.lines.isEmpty() ? Status.OPEN : Status.PAID;
                  return null;
                },
                (Order order) -> null)
            .shownBy(() -> with(Shop.order()))
            .notBy(() -> with(new Order("A-2")))
            .at("arg(0).status", Kind.VALUE),
        one(
                "a field of an order's address is set",
                (Order order) -> order.address.city.strip(),
                (Order order) -> order.address.city = order.address.city.strip())
            .shownBy(() -> with(movedTo(" Berlin")))
            .notBy(() -> with(movedTo("Berlin")))
            .at("arg(0).address.city", Kind.TEXT),
        one(
                "four of a kind are no longer cheaper",
                (Order order) -> discounted(order, 4),
                (Order order) -> discounted(order, 5))
            .shownBy(() -> with(Shop.order()))
            .notBy(() -> with(new Order("A-2").with(new Line("apple", 3, "0.10"))))
            .at("arg(0).lines[3].price", Kind.NUMBER),
        two(
                "the second of two arguments is cleared",
                (List<String> into, List<String> from) -> into.addAll(from),
                (List<String> into, List<String> from) -> {
                  boolean changed = into.addAll(from);
                  from.clear();
                  return changed;
                })
            .shownBy(() -> with(list("a"), list("b")))
            .notBy(() -> with(list("a"), list()))
            .at("arg(1)", Kind.SIZE),
        two(
                "a size is read too early where two arguments are one list",
                (List<String> names, List<String> log) -> {
                  log.add("seen");
                  return names.size();
                },
                (List<String> names, List<String> log) -> {
                  int size = names.size();
                  log.add("seen");
                  return size;
                })
            .shownBy(
                () -> {
                  List<String> one = list("a");
                  return with(one, one);
                })
            .notBy(() -> with(list("a"), list()))
            .at("result", Kind.NUMBER));
  }

  private static List<Pair> receivers() {
    return List.of(
        method(
                "a void method forgets to count",
                (Account account, Long cents) -> {
                  account.cents += cents;
                  account.bookings++;
                  return null;
                },
                (Account account, Long cents) -> {
                  account.cents += cents;
                  account.bookings += cents == 0 ? 0 : 1;
                  return null;
                })
            .shownBy(() -> on(new Account(100), 0L))
            .notBy(() -> on(new Account(100), 1L))
            .at("this.bookings", Kind.NUMBER),
        method(
                "a line is added at the other end",
                (Order order, Line line) -> order.lines.add(line),
                (Order order, Line line) -> {
                  order.lines.add(0, line);
                  return true;
                })
            .shownBy(() -> on(Shop.order(), new Line("kiwi", 1, "1")))
            .notBy(() -> on(new Order("A-2"), new Line("kiwi", 1, "1")))
            .at("this.lines[0].sku", Kind.TEXT),
        method(
                "the argument is kept instead of a copy",
                (Order order, Date due) -> {
                  order.due = (Date) due.clone();
                  due.setTime(0);
                  return null;
                },
                (Order order, Date due) -> {
                  order.due = due;
                  due.setTime(0);
                  return null;
                })
            .shownBy(() -> on(new Order("A-1"), new Date(5)))
            .notBy(() -> on(new Order("A-1"), new Date(0)))
            .at("this.due", Kind.VALUE));
  }

  private static List<Pair> results() {
    return List.of(
        one(
                "the answer is the argument, and so changes with it",
                (List<String> names) -> {
                  List<String> answer = new ArrayList<>(names);
                  names.add("end");
                  return answer;
                },
                (List<String> names) -> {
                  names.add("end");
                  return names;
                })
            .shownBy(() -> with(list("a")))
            .at("result", Kind.SIZE),
        one(
                "two orders no longer share their address",
                (String street) -> {
                  Address shared = new Address("Main St 1", "Springfield");
                  return moved(shared, shared, street);
                },
                (String street) ->
                    moved(
                        new Address("Main St 1", "Springfield"),
                        new Address("Main St 1", "Springfield"),
                        street))
            .shownBy(() -> with("Side St 2"))
            .notBy(() -> with("Main St 1"))
            .at("result[1].street", Kind.TEXT),
        one(
                "a ring ends",
                (String[] names) -> Node.ring(names),
                (String[] names) -> {
                  Node first = Node.ring(names);
                  if (names.length > 1) {
                    first.next.next = null;
                  }
                  return first;
                })
            .shownBy(() -> with((Object) new String[] {"a", "b"}))
            .notBy(() -> with((Object) new String[] {"a"}))
            .at("result.next.next", Kind.NULL),
        one(
                "a ring has another member",
                (String[] names) -> Node.ring(names),
                (String[] names) -> {
                  String[] others = names.clone();
                  others[others.length - 1] = others[others.length - 1].strip();
                  return Node.ring(others);
                })
            .shownBy(() -> with((Object) new String[] {"a", "b", "c "}))
            .notBy(() -> with((Object) new String[] {"a", "b", "c"}))
            .at("result.next.next.name", Kind.TEXT),
        one(
                "another constant",
                (Integer lines) -> lines > 1 ? Status.SHIPPED : Status.OPEN,
                (Integer lines) -> lines > 0 ? Status.SHIPPED : Status.OPEN)
            .shownBy(() -> with(1))
            .notBy(() -> with(2))
            .at("result", Kind.VALUE),
        one(
                "a price in an answer, four levels down",
                (Order order) -> List.of(Map.of("order", order)),
                (Order order) -> {
                  for (Line line : order.lines) {
                    line.price = line.price.max(BigDecimal.ONE.setScale(2));
                  }
                  return List.of(Map.of("order", order));
                })
            .shownBy(() -> with(Shop.order()))
            .notBy(() -> with(new Order("A-2").with(new Line("fig", 1, "1.05"))))
            .at("result[0][order].lines[2].price", Kind.NUMBER));
  }

  private static List<Pair> twins() {
    return List.of(
        one(
                "a constant of the same enum from another class loader",
                (String name) -> Twins.constant(name, false),
                (String name) -> Twins.constant(name.equals("LEFT") ? "RIGHT" : name, true))
            .shownBy(() -> with("LEFT"))
            .notBy(() -> with("RIGHT"))
            .at("result", Kind.VALUE),
        one(
                "a component of the same record from another class loader",
                (Integer amount) -> Twins.money(amount, false),
                (Integer amount) -> Twins.money(amount / 2 * 2, true))
            .shownBy(() -> with(5))
            .notBy(() -> with(4))
            .at("result.amount", Kind.NUMBER),
        one(
                "an object of the same class from another class loader",
                (Set<String> tags) -> Twins.tagged(tags, false),
                (Set<String> tags) -> {
                  Set<String> fewer = new HashSet<>(tags);
                  fewer.remove("x");
                  return Twins.tagged(fewer, true);
                })
            .shownBy(() -> with(Set.of("x", "y")))
            .notBy(() -> with(Set.of("y")))
            .at("result.tags", Kind.MISSING));
  }

  private static List<String> list(String... values) {
    return new ArrayList<>(List.of(values));
  }

  private static Object discounted(Order order, int from) {
    for (Line line : order.lines) {
      line.price = line.quantity >= from ? line.price.movePointLeft(1) : line.price;
    }
    return null;
  }

  private static Order movedTo(String city) {
    Order order = Shop.order();
    order.address.city = city;
    return order;
  }

  private static List<Address> moved(Address one, Address other, String street) {
    one.street = street;
    return List.of(one, other);
  }
}
