package dev.compat.planted;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;

/** The application's own classes, plain as they usually are: without equals. */
@SuppressWarnings("JavaUtilDate") // legacy code uses it
final class Shop {

  private Shop() {}

  enum Status {
    OPEN,
    PAID,
    SHIPPED
  }

  static final class Address {
    String street;
    String city;

    Address(String street, String city) {
      this.street = street;
      this.city = city;
    }
  }

  static final class Line {
    String sku;
    int quantity;
    BigDecimal price;

    Line(String sku, int quantity, String price) {
      this.sku = sku;
      this.quantity = quantity;
      this.price = new BigDecimal(price);
    }
  }

  static class Order {
    final String id;
    final List<Line> lines = new ArrayList<>();
    Status status = Status.OPEN;
    Address address = new Address("Main St 1", "Springfield");
    Date due = new Date(0);

    Order(String id) {
      this.id = id;
    }

    Order with(Line line) {
      lines.add(line);
      return this;
    }
  }

  static final class Account {
    long cents;
    int bookings;
    transient String shown;

    Account(long cents) {
      this.cents = cents;
    }

    /** Keeps the text, as caches do. */
    String show() {
      shown = "EUR " + cents;
      return shown;
    }
  }

  /** Keeps its hash once somebody has asked for it. */
  static final class Tag {
    private final String name;
    private int hash;

    Tag(String name) {
      this.name = name;
    }

    @Override
    public int hashCode() {
      if (hash == 0) {
        hash = name.hashCode() | 1;
      }
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Tag tag && tag.name.equals(name);
    }
  }

  /** Names in an order that is a function. */
  static final class Sorter {
    final Comparator<String> order = Comparator.naturalOrder();
    final Predicate<String> filter = name -> !name.isEmpty();
    List<String> names = new ArrayList<>();

    Sorter(String... names) {
      this.names.addAll(List.of(names));
    }
  }

  static final class Node {
    final String name;
    Node next;

    Node(String name) {
      this.name = name;
    }

    /** Nodes of these names one after another; the last leads back to the first. */
    static Node ring(String... names) {
      Node first = new Node(names[0]);
      Node last = first;
      for (int i = 1; i < names.length; i++) {
        last.next = new Node(names[i]);
        last = last.next;
      }
      last.next = first;
      return first;
    }
  }

  static Order order() {
    return new Order("A-1")
        .with(new Line("apple", 1, "0.10"))
        .with(new Line("pear", 2, "0.20"))
        .with(new Line("plum", 3, "0.30"))
        .with(new Line("fig", 4, "1.05"));
  }
}
