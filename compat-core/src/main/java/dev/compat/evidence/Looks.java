package dev.compat.evidence;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Describes what a value looks like on its caller's thread, in one of few ways: lengths and sizes
 * in powers of two, so that like values count together.
 *
 * <p>Nothing of the application's is called, no lock taken and nothing walked through: whose class
 * is not known exactly is told by the name of that class. {@link Shapes} says more, elsewhere.
 */
final class Looks {

  /** By exact class: those whose {@code size} reads a field, whatever they hold. */
  private static final Set<Class<?>> SIZED =
      Set.of(
          ArrayList.class,
          LinkedList.class,
          ArrayDeque.class,
          PriorityQueue.class,
          HashSet.class,
          LinkedHashSet.class,
          HashMap.class,
          LinkedHashMap.class,
          TreeMap.class,
          IdentityHashMap.class,
          EnumMap.class,
          ConcurrentHashMap.class,
          CopyOnWriteArrayList.class,
          Arrays.asList(1).getClass(),
          List.of().getClass(),
          List.of(1).getClass(),
          Set.of().getClass(),
          Set.of(1).getClass(),
          Map.of().getClass(),
          Map.of(1, 1).getClass(),
          Collections.emptyList().getClass(),
          Collections.emptySet().getClass(),
          Collections.emptyMap().getClass(),
          Collections.singletonList(1).getClass(),
          Collections.singleton(1).getClass(),
          Collections.singletonMap(1, 1).getClass());

  private static final String LAMBDA = "$$Lambda";
  private static final int LOOKED_AT = 256;

  private Looks() {}

  static String of(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof String text) {
      return text(text);
    }
    return value.getClass() == BigDecimal.class
        ? "java.math.BigDecimal of scale " + ((BigDecimal) value).scale()
        : typed(value, Looks::sized);
  }

  /**
   * Its type, and its size where asking for that runs nothing of the application's.
   *
   * @param sized how a size is told
   */
  static String typed(Object value, IntFunction<String> sized) {
    Class<?> type = value.getClass();
    if (type.isArray()) {
      return type.getComponentType().getTypeName() + " array" + sized.apply(Array.getLength(value));
    }
    if (type == Optional.class) {
      return ((Optional<?>) value).isPresent() ? "Optional with a value" : "Optional, empty";
    }
    return SIZED.contains(type) ? type.getName() + sized.apply(size(value)) : name(type);
  }

  private static String text(String text) {
    int end = Math.min(text.length(), LOOKED_AT);
    boolean isPlain = true;
    for (int i = 0; i < end && isPlain; i++) {
      isPlain = text.charAt(i) <= 0x7F;
    }
    String characters = text.length() == 1 ? " character" : " characters";
    return "text" + sized(text.length()) + characters + (isPlain ? "" : ", some above U+007F");
  }

  private static int size(Object value) {
    return value instanceof Map<?, ?> map ? map.size() : ((Collection<?>) value).size();
  }

  /** {@code of 0}, {@code of 1}, {@code of 2–3}, {@code of 4–7} and so on. */
  private static String sized(int size) {
    if (size < 2) {
      return " of " + size;
    }
    int least = Integer.highestOneBit(size);
    return " of " + least + "–" + (2L * least - 1);
  }

  /** The JVM gives every lambda a name of its own. */
  static String name(Class<?> type) {
    String name = type.getName();
    int lambda = name.indexOf(LAMBDA);
    return lambda < 0 ? name : "a lambda of " + name.substring(0, lambda);
  }
}
