package dev.compat.compare;

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

  static boolean isPlainKey(@Nullable Object key) {
    return Family.isPlain(key) || key instanceof Enum;
  }
}
