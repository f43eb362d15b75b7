package dev.compat.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Something of everything that a copier has to do with, so that each way is gone once. */
@SuppressWarnings({
  "JdkObsolete",
  "JavaUtilDate",
  "UnusedVariable",
  "IdentityHashMapUsage",
  "UnnecessaryStringBuilder"
}) // as what is copied
final class Samples {

  private Samples() {}

  /** Fields of all sizes, with an equals of its own. */
  private static class Sample {
    boolean flag;
    char letter;
    short small;
    int number;
    long large;
    float single;
    double fraction;
    @Nullable Object held;

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Sample sample && sample.number == number;
    }

    @Override
    public int hashCode() {
      return number;
    }
  }

  private static final class Below extends Sample {}

  private record Pair(@Nullable Object one, int other) {}

  private enum Sort {
    ONE
  }

  static List<Object> all() {
    List<Object> all = new ArrayList<>(collections());
    all.addAll(maps());
    all.addAll(others());
    return all;
  }

  private static Sample mutable() {
    Sample sample = new Below();
    sample.held = new Object[] {new int[1], "", sample};
    return sample;
  }

  private static List<Object> collections() {
    return List.of(
        new ArrayList<>(List.of(mutable())),
        new LinkedList<>(List.of(mutable())),
        Arrays.asList(mutable(), null),
        Collections.unmodifiableList(new ArrayList<>(List.of(mutable()))),
        Collections.singletonList(mutable()),
        List.of(mutable()),
        Set.of(mutable()),
        new HashSet<>(List.of("", mutable())),
        new HashSet<>(List.of("")),
        new TreeSet<>(List.of("")),
        new ArrayDeque<>(List.of(mutable())),
        new ConcurrentLinkedQueue<>(List.of(mutable())),
        new PriorityQueue<>(List.of("")),
        new CopyOnWriteArrayList<>(List.of(mutable())));
  }

  private static List<Object> maps() {
    return List.of(
        new HashMap<>(Map.of("", mutable())),
        new HashMap<>(Map.of(mutable(), "")),
        new LinkedHashMap<>(Map.of("", mutable())),
        new TreeMap<>(Map.of("", mutable())),
        new Hashtable<>(Map.of("", mutable())),
        new EnumMap<>(Map.of(Sort.ONE, mutable())),
        new ConcurrentHashMap<>(Map.of("", mutable())),
        new IdentityHashMap<>(Map.of("", mutable())),
        Collections.unmodifiableMap(new HashMap<>(Map.of("", mutable()))),
        Map.of("", mutable()));
  }

  private static List<Object> others() {
    int[] captured = {1};
    Comparable<int[]> function = other -> captured[0] - other[0];
    return List.of(
        new Pair(mutable(), 1),
        Optional.of(mutable()),
        new Date(0),
        new GregorianCalendar(),
        new BitSet(),
        new StringBuilder(),
        new AtomicLong(),
        new Object[] {new Object[] {new ReentrantLock()}},
        new Object[] {new Pair(function, 1)});
  }
}
