package dev.compat.evidence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows which shapes the calls of one join point had and how often each was compared, so that a
 * sample does not miss the rare ones.
 *
 * <p>A shape is what can be told of arguments at a glance: their classes, which are null, about how
 * large or long they are, signs, whether a text begins in ASCII; and who the call is for. Different
 * shapes may hash alike, and then count as one. Of a shape that is rare among what was compared the
 * next calls are compared, whatever the sample says, and once more so when its calls turn out to
 * have another kind of result.
 *
 * <p>Runs on callers' threads: asks no code of the application's, allocates only for a shape that
 * is new, and waits for nobody. At most {@value #SHAPES} shapes are told apart; what comes later is
 * not sought.
 */
public final class SeenShapes {

  private static final int SHAPES = 512;
  private static final int ENOUGH = 20;
  private static final int KINDS = 8;
  private static final int PROBES = 16;
  private static final int CHARS = 32;

  /** After so many calls without a new shape only some of the calls are looked at. */
  private static final int QUIET = 10_000;

  private static final double SELDOM = 1 / 8.0;

  private static final Set<Class<?>> SIZED =
      Set.of(
          ArrayList.class,
          LinkedList.class,
          ArrayDeque.class,
          HashMap.class,
          LinkedHashMap.class,
          HashSet.class,
          LinkedHashSet.class,
          TreeMap.class,
          List.of().getClass(),
          List.of(1).getClass(),
          Set.of().getClass(),
          Set.of(1).getClass(),
          Map.of().getClass(),
          Map.of(1, 1).getClass());

  private final AtomicReferenceArray<@Nullable Shape> shapes = new AtomicReferenceArray<>(SHAPES);
  private final Function<TrialResult, String> describe;

  /** Racy: a few more or less do not matter. */
  private int quiet;

  /**
   * No shapes yet.
   *
   * @param describe a trial's shape as text without values
   */
  SeenShapes(Function<TrialResult, String> describe) {
    this.describe = describe;
  }

  /** The share of calls that should be looked at now. */
  public double share() {
    return quiet < QUIET ? 1 : SELDOM;
  }

  /**
   * Counts a call.
   *
   * @param from where the arguments begin
   * @param unit who it is for; null if that is not known
   * @return its shape; null when there is no room for another
   */
  public @Nullable Shape see(@Nullable Object[] arguments, int from, @Nullable String unit) {
    long hash = unit == null ? 1 : unit.hashCode();
    for (int i = from; i < arguments.length; i++) {
      hash = 31 * hash + glance(arguments[i]);
    }
    Shape shape = find(mix(hash));
    if (shape != null) {
      shape.seen.increment();
    }
    return shape;
  }

  /** Whether few calls of that shape were compared; then this one counts as compared. */
  public static boolean isRare(@Nullable Shape shape) {
    return shape != null
        && shape.chosen.get() < shape.wanted
        && shape.chosen.getAndIncrement() < shape.wanted;
  }

  private @Nullable Shape find(long hash) {
    int at = (int) (hash & (SHAPES - 1));
    for (int i = 0; i < PROBES; i++) {
      Shape known = shapes.get((at + i) & (SHAPES - 1));
      if (known == null) {
        known = add((at + i) & (SHAPES - 1), hash);
      }
      if (known.hash == hash) {
        passed();
        return known;
      }
    }
    passed();
    return null;
  }

  private void passed() {
    int calls = quiet;
    if (calls < QUIET) {
      quiet = calls + 1;
    }
  }

  private Shape add(int index, long hash) {
    Shape made = new Shape(hash, describe);
    Shape first = shapes.compareAndExchange(index, null, made);
    if (first == null) {
      quiet = 0;
      return made;
    }
    return first;
  }

  /** The finaliser of MurmurHash3 (Appleby). */
  private static long mix(long hash) {
    long h = hash;
    h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }

  private static int glance(@Nullable Object value) {
    if (value == null) {
      return 0;
    }
    int type = value.getClass().getName().hashCode();
    if (value instanceof String text) {
      return type + glance(text);
    }
    if (value instanceof Number || value instanceof Character) {
      return type + number(value);
    }
    if (value instanceof Boolean truth) {
      return type + (truth ? 1 : 2);
    }
    return value instanceof Enum<?> constant
        ? type + constant.name().hashCode()
        : type + size(value);
  }

  private static int glance(String text) {
    int bits = 0;
    for (int i = 0; i < Math.min(text.length(), CHARS); i++) {
      bits |= text.charAt(i);
    }
    return 31 * magnitude(text.length()) + (bits < 0x80 ? 1 : 2);
  }

  private static int number(Object value) {
    if (value instanceof Integer || value instanceof Long || value instanceof Short) {
      long number = ((Number) value).longValue();
      return 31 * Long.signum(number) + (64 - Long.numberOfLeadingZeros(Math.abs(number))) / 4;
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return 31 * (int) Math.signum(number) + Math.getExponent(number) / 16;
    }
    return value instanceof Character letter && letter >= 0x80 ? 1 : 0;
  }

  /** Only of classes that take no lock and run no code of anybody else's for it. */
  private static int size(Object value) {
    if (value instanceof Object[] array) {
      return magnitude(array.length);
    }
    if (SIZED.contains(value.getClass())) {
      return magnitude(
          value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size());
    }
    return 0;
  }

  private static int magnitude(int size) {
    return 32 - Integer.numberOfLeadingZeros(size);
  }

  /** How often each shape was seen, by its description; only those that were compared have one. */
  Map<String, Long> snapshot() {
    Map<String, Long> seen = new TreeMap<>();
    for (int i = 0; i < SHAPES; i++) {
      Shape shape = shapes.get(i);
      String text = shape == null ? null : shape.text;
      if (shape != null && text != null) {
        seen.merge(text, shape.seen.sum(), Long::sum);
      }
    }
    return seen;
  }

  /** One shape, as callers see it. Safe for use by several threads. */
  public static final class Shape {

    private final long hash;
    private final Function<TrialResult, String> describe;
    private final LongAdder seen = new LongAdder();
    private final AtomicInteger chosen = new AtomicInteger();
    private final @Nullable String[] kinds = new @Nullable String[KINDS];
    private volatile int wanted = ENOUGH;
    private volatile @Nullable String text;

    private Shape(long hash, Function<TrialResult, String> describe) {
      this.hash = hash;
      this.describe = describe;
    }

    /** Takes back that a call of this shape was to be compared: it could not be. */
    public void giveBack() {
      chosen.decrementAndGet();
    }

    /** Learns of a call of this shape that was compared. For workers. */
    public void told(TrialResult trial) {
      if (text == null) {
        text = describe.apply(trial);
      }
      learn(kind(trial));
    }

    private static String kind(TrialResult trial) {
      Object outcome =
          trial.legacy().hasThrown() ? trial.legacy().thrown() : trial.legacy().value();
      return outcome == null ? "null" : outcome.getClass().getName();
    }

    /** The first kind is what a shape's calls answer; another says that there is a branch. */
    private synchronized void learn(String kind) {
      for (int i = 0; i < KINDS; i++) {
        String known = kinds[i];
        if (known == null) {
          kinds[i] = kind;
          wanted = (i + 1) * ENOUGH;
          return;
        }
        if (known.equals(kind)) {
          return;
        }
      }
    }
  }
}
