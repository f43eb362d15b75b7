package dev.compat.compare;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The collections of the JDK that look a plain value up as its own equals would. */
final class Lookups {

  private static final Set<Class<?>> TYPES =
      Set.of(
          HashMap.class,
          LinkedHashMap.class,
          ConcurrentHashMap.class,
          HashSet.class,
          LinkedHashSet.class,
          Set.of().getClass(),
          Set.of(1).getClass(),
          Map.of().getClass(),
          Map.of(1, 1).getClass(),
          Collections.emptySet().getClass(),
          Collections.emptyMap().getClass(),
          Collections.singleton(1).getClass(),
          Collections.singletonMap(1, 1).getClass());

  private Lookups() {}

  static boolean isPlain(Collection<?> set) {
    return TYPES.contains(set.getClass())
        || set instanceof EnumSet
        || (set.getClass() == TreeSet.class && ((TreeSet<?>) set).comparator() == null);
  }

  static boolean isPlain(Map<?, ?> map) {
    return TYPES.contains(map.getClass())
        || map.getClass() == EnumMap.class
        || (map.getClass() == TreeMap.class && ((TreeMap<?, ?>) map).comparator() == null);
  }

  /** Whether a plain collection finds no key but one that is the same as this. */
  static boolean isPlainKey(@Nullable Object key, Object in) {
    boolean isByOrder = in instanceof SortedSet || in instanceof SortedMap;
    if (isByOrder && key instanceof BigDecimal) {
      return false; // compareTo does not see the scale
    }
    return Family.isPlain(key) || key instanceof Enum;
  }
}
