package dev.compat.planted;

import static dev.compat.planted.Pair.method;
import static dev.compat.planted.Pair.on;
import static dev.compat.planted.Pair.one;
import static dev.compat.planted.Pair.two;
import static dev.compat.planted.Pair.with;

import dev.compat.planted.Shop.Account;
import dev.compat.planted.Shop.Address;
import dev.compat.planted.Shop.Node;
import dev.compat.planted.Shop.Order;
import dev.compat.planted.Shop.Sorter;
import dev.compat.planted.Shop.Status;
import dev.compat.planted.Shop.Tag;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Pairs that do the same, by other means; a difference that is reported is a false alarm. */
@SuppressWarnings({
  "JavaUtilDate", // legacy code uses them
  "JdkObsolete",
  "FutureReturnValueIgnored", // an arm returns it
  "UnnecessaryStringBuilder"
})
public final class IdenticalCopies {

  private IdenticalCopies() {}

  /** All of them. */
  public static List<Pair> all() {
    List<Pair> all = new ArrayList<>(collections());
    all.addAll(values());
    all.addAll(objects());
    return all;
  }

  private static List<Pair> collections() {
    return List.of(
        one(
                "sets with tables of other sizes",
                (List<String> names) -> new HashSet<>(names),
                (List<String> names) -> {
                  Set<String> set = new HashSet<>(1 << 12);
                  set.addAll(names);
                  return set;
                })
            .sameBy(() -> with(List.of("key31", "key62", "key93", "key124"))),
        one(
                "maps with tables of other sizes",
                (List<String> names) -> lengths(names, new HashMap<>()),
                (List<String> names) -> lengths(names, new HashMap<>(1 << 12)))
            .sameBy(() -> with(List.of("key31", "key62", "key93", "key124"))),
        one(
                "sets of another order",
                (List<String> names) -> new LinkedHashSet<>(names),
                (List<String> names) -> new TreeSet<>(names))
            .sameBy(() -> with(List.of("b", "a"))),
        one(
                "maps of another order",
                (List<String> names) -> lengths(names, new LinkedHashMap<>()),
                (List<String> names) -> lengths(names, new TreeMap<>()))
            .sameBy(() -> with(List.of("bb", "a"))),
        one(
                "a list and a list of another class",
                (List<String> names) -> new ArrayList<>(names),
                (List<String> names) -> List.copyOf(names))
            .sameBy(() -> with(List.of("b", "a"))),
        one(
                "a linked list and a view of an array",
                (String[] names) -> new LinkedList<>(Arrays.asList(names)),
                (String[] names) -> Arrays.asList(names))
            .sameBy(() -> with((Object) new String[] {"a", null})),
        one(
                "a map and an unmodifiable view of it",
                (Map<String, Integer> map) -> map,
                (Map<String, Integer> map) -> Collections.unmodifiableMap(map))
            .sameBy(() -> with(new TreeMap<>(Map.of("a", 1)))),
        one(
                "empty lists of two classes",
                (String text) -> new ArrayList<String>(),
                (String text) -> Collections.emptyList())
            .sameBy(() -> with("a")),
        one(
                "a list that has been longer",
                (List<String> names) -> names.add("c"),
                (List<String> names) -> {
                  names.addAll(Collections.nCopies(100, "x"));
                  names.subList(2, names.size()).clear();
                  return names.add("c");
                })
            .sameBy(() -> with(new ArrayList<>(List.of("a", "b")))),
        one(
                "a set in the order of identity hash codes",
                (List<String> streets) -> addresses(streets),
                (List<String> streets) -> addresses(streets))
            .sameBy(() -> with(List.of("a", "b", "c", "d", "e", "f"))));
  }

  private static List<Pair> values() {
    return List.of(
        one(
                "texts that are one object and texts that are not",
                (String text) -> text.intern(),
                (String text) -> new StringBuilder(text).toString())
            .sameBy(() -> with("apple")),
        one(
                "boxed numbers that are not one object",
                (Integer number) -> List.of(number + 1_000, number + 1_000),
                (Integer number) -> Collections.nCopies(2, number + 1_000))
            .sameBy(() -> with(1)),
        one(
                "a builder with room to spare",
                (String text) -> new StringBuilder(text),
                (String text) -> new StringBuilder(1_000).append(text))
            .sameBy(() -> with("apple")),
        one(
                "a builder that was shorter",
                (StringBuilder text) -> text.append("s"),
                (StringBuilder text) -> {
                  text.setLength(0);
                  return text.append("apples");
                })
            .sameBy(() -> with(new StringBuilder("apple"))),
        one(
                "equal decimals, made in two ways and one of them shown",
                (Integer cents) -> BigDecimal.valueOf(cents, 2),
                (Integer cents) -> {
                  BigDecimal price = new BigDecimal(new BigInteger(cents.toString()), 2);
                  return price.toString().isEmpty() ? null : price;
                })
            .sameBy(() -> with(150)),
        one(
                "equal dates, one of them shown",
                (Date date) -> new Date(date.getTime()),
                (Date date) -> date.toString().isEmpty() ? null : date)
            .sameBy(() -> with(new Date(5))),
        one(
                "two ways to be no number",
                (Double number) -> 0.0 / number,
                (Double number) -> Double.longBitsToDouble(0x7ff8000000000001L))
            .sameBy(() -> with(0.0)),
        one(
                "the exception from another line, with another trace",
                (String name) -> fail(name),
                (String name) -> fail(name))
            .sameBy(() -> with("a.txt")),
        one(
                "what the virtual machine says of the code that met null",
                (List<String> names) -> names.get(0).length(),
                (List<String> names) -> names.iterator().next().trim())
            .sameBy(() -> with(Collections.singletonList(null))),
        one(
                "a future and a late future of one value",
                (String name) -> CompletableFuture.completedFuture(name),
                (String name) ->
                    CompletableFuture.supplyAsync(
                        () -> name, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS)))
            .sameBy(() -> with("a")),
        one(
                "an enum constant and a record from another class loader",
                (Integer amount) ->
                    List.of(Twins.constant("LEFT", false), Twins.money(amount, false)),
                (Integer amount) ->
                    List.of(Twins.constant("LEFT", true), Twins.money(amount, true)))
            .sameBy(() -> with(5)));
  }

  private static List<Pair> objects() {
    return List.of(
        one(
                "parts that are one object and parts that are only equal",
                (String street) -> Collections.nCopies(2, new Address(street, "Berlin")),
                (String street) ->
                    List.of(new Address(street, "Berlin"), new Address(street, "Berlin")))
            .sameBy(() -> with("Main St 1")),
        one(
                "a hash that is kept once it was asked for",
                (String name) -> new Tag(name),
                (String name) -> {
                  Tag tag = new Tag(name);
                  return tag.hashCode() == 0 ? null : tag;
                })
            .sameBy(() -> with("a")),
        method(
                "a transient field that is filled on the way",
                (Account account, Long cents) -> {
                  account.cents += cents;
                  return null;
                },
                (Account account, Long cents) -> {
                  account.cents += cents;
                  return account.show().isEmpty() ? 1 : null;
                })
            .sameBy(() -> on(new Account(100), 5L)),
        one(
                "functions in fields",
                (Sorter sorter) -> {
                  sorter.names.sort(sorter.order);
                  return null;
                },
                (Sorter sorter) -> {
                  sorter.names.sort(Comparator.comparing(name -> name, sorter.order));
                  return null;
                })
            .sameBy(() -> with(new Sorter("b", "a"))),
        two(
                "two arguments that are one list",
                (List<String> names, List<String> log) ->
                    log.add("x" + names.size()) && names.add("y"),
                (List<String> names, List<String> log) ->
                    log.add("x" + names.size()) && names.add("y"))
            .sameBy(
                () -> {
                  List<String> one = new ArrayList<>(List.of("a"));
                  return with(one, one);
                }),
        method(
                "an argument that the receiver holds",
                (Order order, Address address) -> address.street = order.address.city,
                (Order order, Address address) -> order.address.street = address.city)
            .sameBy(
                () -> {
                  Order order = Shop.order();
                  return on(order, order.address);
                }),
        one(
                "a ring that is turned",
                (Node node) -> {
                  Node last = node.next.next;
                  last.next.next = last;
                  return last;
                },
                (Node node) -> {
                  node.next = node.next.next;
                  return node.next;
                })
            .sameBy(() -> with(Node.ring("a", "b", "c"))),
        one(
                "a plain object set in place",
                (Order order) -> {
                  order.status = Status.PAID;
                  order.lines.removeIf(line -> line.quantity > 2);
                  return order;
                },
                (Order order) -> {
                  order.lines.subList(2, order.lines.size()).clear();
                  order.status = Status.valueOf("PAID");
                  return order;
                })
            .sameBy(() -> with(Shop.order())));
  }

  private static Map<String, Integer> lengths(List<String> names, Map<String, Integer> into) {
    names.forEach(name -> into.put(name, name.length()));
    return into;
  }

  private static Set<Address> addresses(List<String> streets) {
    Set<Address> addresses = new HashSet<>();
    streets.forEach(street -> addresses.add(new Address(street, "Berlin")));
    return addresses;
  }

  private static Object fail(String name) {
    throw new IllegalStateException("cannot read " + name, new IOException("no " + name));
  }
}
