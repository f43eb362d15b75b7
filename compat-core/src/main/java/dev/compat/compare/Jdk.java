package dev.compat.compare;

import java.lang.reflect.Modifier;
import java.text.Format;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.Stack;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the JDK's own classes are copied, and those of libraries that everybody has. */
@SuppressWarnings("JdkObsolete") // what is copied is what legacy code uses
final class Jdk {

  private static final Map<Class<?>, Layout.Kind> KINDS = kinds();

  /** Entries of hash tables: where a key is copied its hash may be another. */
  private static final Set<String> NODES =
      Set.of(
          "java.util.HashMap$Node",
          "java.util.HashMap$TreeNode",
          "java.util.LinkedHashMap$Entry",
          "java.util.Hashtable$Entry");

  /** Immutable though their fields do not say so, or safe for several threads by contract. */
  private static final Set<String> SHARED =
      Set.of(
          "java.lang.System$Logger",
          "java.util.logging.Logger",
          "org.apache.commons.logging.Log",
          "org.apache.log4j.Category",
          "org.apache.logging.log4j.Logger",
          "org.jboss.logging.Logger",
          "org.joda.time.Chronology",
          "org.joda.time.DateTimeField",
          "org.joda.time.DateTimeFieldType",
          "org.joda.time.DateTimeZone",
          "org.joda.time.DurationField",
          "org.joda.time.DurationFieldType",
          "org.joda.time.PeriodType",
          "org.joda.time.format.DateTimeFormatter",
          "org.joda.time.DateTime",
          "org.joda.time.DateMidnight",
          "org.joda.time.Duration",
          "org.joda.time.Instant",
          "org.joda.time.Interval",
          "org.joda.time.LocalDate",
          "org.joda.time.LocalDateTime",
          "org.joda.time.LocalTime",
          "org.joda.time.Period",
          "org.slf4j.Logger");

  private Jdk() {}

  private static Map<Class<?>, Layout.Kind> kinds() {
    Map<Class<?>, Layout.Kind> kinds = new HashMap<>();
    List<?> view = Collections.unmodifiableList(new ArrayList<>());
    List<?> linkedView = Collections.unmodifiableList(new LinkedList<>());
    Stream.of(ArrayList.class, LinkedList.class).forEach(type -> kinds.put(type, Layout.Kind.LIST));
    kinds.put(Vector.class, Layout.Kind.VECTOR);
    kinds.put(Stack.class, Layout.Kind.VECTOR);
    Stream.of(ArrayDeque.class, ConcurrentLinkedQueue.class, ConcurrentLinkedDeque.class)
        .forEach(type -> kinds.put(type, Layout.Kind.QUEUE));
    Immutables.holders().forEach(type -> kinds.put(type, Layout.Kind.HOLDER));
    kinds.put(BitSet.class, Layout.Kind.CLONE);
    kinds.put(StringBuilder.class, Layout.Kind.TEXT);
    kinds.put(StringBuffer.class, Layout.Kind.BUFFER);
    kinds.put(CopyOnWriteArrayList.class, Layout.Kind.COPY_ON_WRITE);
    kinds.put(Arrays.asList(1).getClass(), Layout.Kind.ARRAY_VIEW);
    if (!Memory.REACHES_ALL) {
      kinds.put(view.getClass(), Layout.Kind.LIST_VIEW);
      kinds.put(linkedView.getClass(), Layout.Kind.LIST_VIEW);
    }
    kinds.put(HashMap.class, Layout.Kind.HASH_MAP);
    kinds.put(LinkedHashMap.class, Layout.Kind.LINKED_MAP);
    kinds.put(HashSet.class, Layout.Kind.HASH_SET);
    kinds.put(LinkedHashSet.class, Layout.Kind.LINKED_SET);
    kinds.put(TreeMap.class, Layout.Kind.SORTED_MAP);
    kinds.put(TreeSet.class, Layout.Kind.SORTED_SET);
    kinds.put(EnumMap.class, Layout.Kind.ENUM_MAP);
    kinds.put(Hashtable.class, Layout.Kind.HASHTABLE);
    kinds.put(ConcurrentHashMap.class, Layout.Kind.CONCURRENT_MAP);
    kinds.put(IdentityHashMap.class, Layout.Kind.IDENTITY_MAP);
    kinds.put(PriorityQueue.class, Layout.Kind.PRIORITY_QUEUE);
    kinds.put(Optional.class, Layout.Kind.OPTIONAL);
    return Map.copyOf(kinds);
  }

  /** How that class is copied; null where it is a matter of its fields. */
  static Layout.@Nullable Kind kind(Class<?> type) {
    if (type.isArray()) {
      return type.getComponentType().isPrimitive() ? Layout.Kind.PRIMITIVES : Layout.Kind.ARRAY;
    }
    if (Enum.class.isAssignableFrom(type)
        || Throwable.class.isAssignableFrom(type)
        || Immutables.isValue(type)
        || isShared(type)) {
      return Layout.Kind.SAME;
    }
    Layout.Kind known = KINDS.get(type);
    return known != null || !isOfTheJdk(type) ? known : kindOfTheJdk(type);
  }

  private static Layout.@Nullable Kind kindOfTheJdk(Class<?> type) {
    if (EnumSet.class.isAssignableFrom(type)
        || Date.class.isAssignableFrom(type)
        || Calendar.class.isAssignableFrom(type)
        || TimeZone.class.isAssignableFrom(type)
        || Format.class.isAssignableFrom(type)) {
      return Layout.Kind.CLONE;
    }
    return NODES.contains(type.getName()) ? Layout.Kind.NODE : null;
  }

  private static boolean isShared(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      if (SHARED.contains(at.getName())) {
        return true;
      }
      for (Class<?> implemented : at.getInterfaces()) {
        if (isShared(implemented)) {
          return true;
        }
      }
    }
    return false;
  }

  static boolean isOfTheJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** Views and the like, whose package has other things as well. */
  static boolean isDataClass(String name) {
    return name.startsWith("java.util.concurrent.ConcurrentHashMap$KeySetView")
        || name.startsWith("java.util.concurrent.ConcurrentHashMap$CollectionView")
        || name.startsWith("java.util.concurrent.CopyOnWriteArraySet");
  }

  static boolean hasNoFields(Class<?> type) {
    try {
      return Arrays.stream(type.getDeclaredFields())
          .allMatch(field -> Modifier.isStatic(field.getModifiers()));
    } catch (LinkageError e) {
      return false;
    }
  }
}
