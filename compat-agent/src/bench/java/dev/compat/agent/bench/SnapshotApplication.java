package dev.compat.agent.bench;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.objenesis.strategy.StdInstantiatorStrategy;
import com.esotericsoftware.kryo.kryo5.util.DefaultInstantiatorStrategy;
import com.rits.cloning.Cloner;
import com.sun.management.ThreadMXBean;
import dev.compat.compare.Snapshot;
import dev.compat.compare.Snapshots;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.apache.fory.Fory;

/** Copies graphs in one way, in a process of its own, and prints what that takes and does. */
@SuppressWarnings("NullAway") // objects that are filled by what copies them
public final class SnapshotApplication {

  private static final int[] SIZES = {10, 100, 1_000, 10_000};
  private static final int ROUNDS = 25;
  private static final long ROUND_NANOS = 40_000_000;
  private static final long WARM_UP_NANOS = 700_000_000;

  private SnapshotApplication() {}

  static final class Item {
    String sku;
    int quantity;
    BigDecimal price;
    Item next;

    Item() {}

    Item(int i) {
      sku = "sku-" + i;
      quantity = i;
      price = BigDecimal.valueOf(i, 2);
    }
  }

  static final class Order {
    String id;
    List<Item> items = new ArrayList<>();
    Map<String, Item> bySku = new HashMap<>();

    Order() {}

    Order(int number, int count) {
      id = "order-" + number;
      for (int i = 0; i < count; i++) {
        Item item = new Item(i);
        items.add(item);
        bySku.put(item.sku, item);
      }
    }
  }

  /** Counts how often its code is run. */
  static final class Counting implements Cloneable {
    static int runs;
    int number;

    Counting() {
      runs++;
    }

    @Override
    public int hashCode() {
      runs++;
      return number;
    }

    @Override
    public boolean equals(Object other) {
      runs++;
      return other instanceof Counting counting && counting.number == number;
    }

    @Override
    public Counting clone() throws CloneNotSupportedException {
      runs++;
      return (Counting) super.clone();
    }
  }

  static final class Locked {
    final ReentrantLock lock = new ReentrantLock();
    final Thread owner = Thread.currentThread();
  }

  /**
   * Copies.
   *
   * @param arguments in what way
   */
  public static void main(String[] arguments) {
    UnaryOperator<Object> copier = copier(arguments[0]);
    for (int size : SIZES) {
      time("texts", size, texts(size), copier);
      time("objects", size, items(size), copier);
      time("nested", size, orders(size), copier);
      time("map", size, map(size), copier);
    }
    does("application code", copier, SnapshotApplication::runsCode);
    does("cycle", copier, SnapshotApplication::cycle);
    does("4,000 deep", copier, SnapshotApplication::deep);
    does("a lock and a thread", copier, SnapshotApplication::locked);
    does("an iterator", copier, SnapshotApplication::iterator);
    does("1,000,000 elements", copier, SnapshotApplication::large);
  }

  private static UnaryOperator<Object> copier(String name) {
    return switch (name) {
      case "kryo" -> kryo();
      case "fory" -> fory();
      case "cloning" -> new Cloner()::deepClone;
      default -> compat();
    };
  }

  private static UnaryOperator<Object> compat() {
    Snapshots.prepare();
    return value -> {
      Snapshot snapshot = Snapshots.of("argument 0", value);
      if (snapshot instanceof Snapshot.Refused refused) {
        throw new IllegalStateException(refused.reason());
      }
      return snapshot;
    };
  }

  private static UnaryOperator<Object> kryo() {
    Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(false);
    kryo.setInstantiatorStrategy(new DefaultInstantiatorStrategy(new StdInstantiatorStrategy()));
    return kryo::copy;
  }

  private static UnaryOperator<Object> fory() {
    Fory fory =
        Fory.builder().withXlang(false).requireClassRegistration(false).withRefCopy(true).build();
    return fory::copy;
  }

  private static Object texts(int size) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      texts.add("text-" + i);
    }
    return texts;
  }

  private static Object items(int size) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      items.add(new Item(i));
    }
    return items;
  }

  /** Of orders with ten items each, in a list and a map. */
  private static Object orders(int size) {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < size / 30 + 1; i++) {
      orders.add(new Order(i, Math.min(10, size / 3)));
    }
    return orders;
  }

  private static Object map(int size) {
    Map<String, Integer> map = new HashMap<>();
    for (int i = 0; i < size; i++) {
      map.put("key-" + i, i);
    }
    return map;
  }

  private static void time(String graph, int size, Object value, UnaryOperator<Object> copier) {
    try {
      warmUp(copier, value);
      int times = 1;
      long took = run(copier, value, times);
      while (took < ROUND_NANOS / 4) {
        times *= 2;
        took = run(copier, value, times);
      }
      double best = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.min(best, (double) run(copier, value, times) / times);
      }
      System.out.printf("time\t%s\t%d\t%.0f\t%d%n", graph, size, best, bytes(copier, value));
    } catch (Throwable e) {
      System.out.printf("time\t%s\t%d\t%s\t%n", graph, size, e);
    }
  }

  private static void warmUp(UnaryOperator<Object> copier, Object value) {
    long end = System.nanoTime() + WARM_UP_NANOS;
    while (System.nanoTime() < end) {
      run(copier, value, 1);
    }
  }

  private static Object sink;

  private static long run(UnaryOperator<Object> copier, Object value, int times) {
    long before = System.nanoTime();
    for (int i = 0; i < times; i++) {
      sink = copier.apply(value);
    }
    return System.nanoTime() - before;
  }

  private static long bytes(UnaryOperator<Object> copier, Object value) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 20; i++) {
      sink = copier.apply(value);
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / 20;
  }

  private interface Deed {
    String tell(UnaryOperator<Object> copier) throws Throwable;
  }

  private static void does(String what, UnaryOperator<Object> copier, Deed deed) {
    String told;
    try {
      told = deed.tell(copier);
    } catch (Throwable e) {
      String message = String.valueOf(e.getMessage());
      told = e.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
    }
    System.out.printf("does\t%s\t%s%n", what, told);
  }

  private static String runsCode(UnaryOperator<Object> copier) {
    Set<Counting> set = new HashSet<>(List.of(new Counting()));
    Counting.runs = 0;
    sink = copier.apply(set);
    return Counting.runs == 0 ? "none is run" : Counting.runs + " methods of an element are run";
  }

  private static String cycle(UnaryOperator<Object> copier) {
    Item item = new Item(1);
    item.next = item;
    sink = copier.apply(item);
    return "kept";
  }

  private static String deep(UnaryOperator<Object> copier) {
    Item first = new Item(0);
    Item last = first;
    for (int i = 0; i < 4_000; i++) {
      last.next = new Item(i);
      last = last.next;
    }
    sink = copier.apply(first);
    return "copied";
  }

  private static String locked(UnaryOperator<Object> copier) {
    sink = copier.apply(new Locked());
    return "copied";
  }

  private static String iterator(UnaryOperator<Object> copier) {
    sink = copier.apply(new ArrayList<>(List.of("a")).iterator());
    return "copied";
  }

  private static String large(UnaryOperator<Object> copier) {
    Object texts = texts(1_000_000);
    long before = System.nanoTime();
    sink = copier.apply(texts);
    return "copied in " + (System.nanoTime() - before) / 1_000_000 + " ms";
  }
}
