package dev.compat.compare;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How objects of a class are copied.
 *
 * <p>Kept with the class, by {@link ClassValue}, as an array of values of the JDK's own types: a
 * class of the JDK or of a shared library outlives us, and would keep our class loader.
 */
@SuppressWarnings("EnumOrdinal") // a constant of ours would keep our class loader
final class Layout {

  /** In what way. */
  enum Kind {
    /** Taken as it is: immutable, or nothing that anybody could tell a copy by. */
    SAME,
    /** Not at all; the layout says why. */
    REFUSED,
    /** Field by field. */
    FIELDS,
    /** The same, of an entry in the JDK's hash tables. */
    NODE,
    /** Taken as it is where everything in it is. */
    FUNCTION,
    /** By its canonical constructor. */
    RECORD,
    PRIMITIVES,
    ARRAY,
    /** By {@code clone}, of a class of the JDK that holds nothing of the application's. */
    CLONE,
    TEXT,
    /** A {@code StringBuffer}. */
    BUFFER,
    LIST,
    /** A {@code Vector} or {@code Stack}. */
    VECTOR,
    COPY_ON_WRITE,
    ARRAY_VIEW,
    LIST_VIEW,
    HASH_MAP,
    LINKED_MAP,
    HASH_SET,
    LINKED_SET,
    SORTED_MAP,
    SORTED_SET,
    ENUM_MAP,
    HASHTABLE,
    CONCURRENT_MAP,
    IDENTITY_MAP,
    QUEUE,
    PRIORITY_QUEUE,
    OPTIONAL,
    /** A collection or map that nobody can change. */
    HOLDER;

    private static final Kind[] ALL = values();

    /** Whether the copy has the fields of the original, as they are or copied. */
    boolean isOfFields() {
      return this == FIELDS || this == NODE || this == FUNCTION;
    }

    /** Whether fields are read that only {@link Memory#REACHES_ALL} reaches. */
    private boolean readsFields() {
      return switch (this) {
        case FIELDS, NODE, BUFFER, VECTOR, HASHTABLE -> true;
        case HASH_MAP, LINKED_MAP, HASH_SET, LINKED_SET, CONCURRENT_MAP -> Memory.REACHES_ALL;
        default -> false;
      };
    }
  }

  private static final String[] NO_NAMES = {};

  private static final int KIND = 0;
  private static final int WHY = 1;
  private static final int MAKER = 2;
  private static final int PRIMITIVES = 3;
  private static final int REFERENCES = 4;
  private static final int NAMES = 5;
  private static final int HASHES = 6;

  private static final ClassValue<Object[]> LAYOUTS =
      new ClassValue<>() {
        @Override
        protected Object[] computeValue(Class<?> type) {
          return compute(type);
        }
      };

  private Layout() {}

  static Object[] of(Class<?> type) {
    return LAYOUTS.get(type);
  }

  static Kind kind(Object[] layout) {
    return Kind.ALL[(Integer) layout[KIND]];
  }

  /** Why a value is refused, in words that follow its class's name. */
  static String why(Object[] layout) {
    return (String) layout[WHY];
  }

  /**
   * Whether a copy may be hashed before it is filled, by code that is none of the application's.
   */
  static boolean isHashable(Object[] layout) {
    return (Boolean) layout[HASHES];
  }

  static Object copy(Object[] layout, Object from) throws Throwable {
    Object copy = Memory.allocate(layout[MAKER]);
    Memory.copy(layout[PRIMITIVES], from, copy);
    return copy;
  }

  static String[] names(Object[] layout) {
    return (String[]) layout[NAMES];
  }

  static @Nullable Object get(Object[] layout, int i, Object from) throws Throwable {
    return Memory.get(layout[REFERENCES], i, from);
  }

  /** The field of that name of the class itself, which is above what it inherits. */
  static @Nullable Object get(Object[] layout, String name, Object from) throws Throwable {
    return get(layout, index(layout, name), from);
  }

  static void put(Object[] layout, String name, Object into, @Nullable Object value)
      throws Throwable {
    put(layout, index(layout, name), into, value);
  }

  private static int index(Object[] layout, String name) {
    return Arrays.asList(names(layout)).lastIndexOf(name);
  }

  static void put(Object[] layout, int i, Object into, @Nullable Object value) throws Throwable {
    Memory.put(layout[REFERENCES], i, into, value);
  }

  private static Object[] compute(Class<?> type) {
    boolean hashes = isHashedByTheJdk(type);
    Kind kind = Jdk.kind(type);
    if (kind != null) {
      return kind.readsFields() ? byFields(type, kind) : of(kind, "", hashes && kind == Kind.SAME);
    }
    String why = Unshared.why(type);
    if (why != null) {
      return of(Kind.REFUSED, why, false);
    }
    if (isImmutable(type)) {
      return of(Kind.SAME, "", hashes);
    }
    return type.isHidden() || type.isSynthetic()
        ? byFields(type, Kind.FUNCTION)
        : byFields(type, Kind.FIELDS);
  }

  private static boolean isHashedByTheJdk(Class<?> type) {
    if (type.getClassLoader() == null || type.isEnum() || Enum.class.isAssignableFrom(type)) {
      return true;
    }
    return declares(type, "hashCode") && declares(type, "equals", Object.class);
  }

  private static boolean declares(Class<?> type, String method, Class<?>... parameters) {
    try {
      return type.getMethod(method, parameters).getDeclaringClass() == Object.class;
    } catch (NoSuchMethodException | LinkageError e) {
      return false;
    }
  }

  private static Object[] of(Kind kind, String why, boolean hashes) {
    return new Object[] {kind.ordinal(), why, "", "", "", NO_NAMES, hashes};
  }

  /** Names the classes of the value as they are; fields of superclasses come first. */
  private static Object[] byFields(Class<?> type, Kind kind) {
    List<Field> primitives = new ArrayList<>();
    List<Field> references = new ArrayList<>();
    List<Field> all = fields(type);
    for (Field field : all) {
      (field.getType().isPrimitive() ? primitives : references).add(field);
    }
    boolean record = type.isRecord() && !Memory.REACHES_ALL;
    String obstacle = record ? null : Memory.obstacle(type, all);
    if (obstacle != null) {
      return of(Kind.REFUSED, kind == Kind.FUNCTION ? Unshared.FUNCTION : obstacle, false);
    }
    try {
      return new Object[] {
        (record ? Kind.RECORD : kind).ordinal(),
        "",
        record ? "" : Memory.maker(type),
        record ? "" : Memory.accessor(primitives),
        record ? "" : Memory.accessor(references),
        references.stream().map(Field::getName).toArray(String[]::new),
        type.getClassLoader() != null && isHashedByTheJdk(type)
      };
    } catch (Throwable e) {
      return of(Kind.REFUSED, "objects of it cannot be made", false);
    }
  }

  private static List<Field> fields(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    Class<?> above = type.getSuperclass();
    if (above != null) {
      fields.addAll(fields(above));
    }
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers())) {
        fields.add(field);
      }
    }
    return fields;
  }

  /** Whether every field is final and of a type whose values are immutable. */
  private static boolean isImmutable(Class<?> type) {
    return isImmutable(type, new HashSet<>());
  }

  private static boolean isImmutable(Class<?> type, Set<Class<?>> met) {
    if (!met.add(type)) {
      return true;
    }
    for (Field field : fields(type)) {
      if (!Modifier.isFinal(field.getModifiers()) || !holdsImmutable(field.getType(), met)) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsImmutable(Class<?> type, Set<Class<?>> met) {
    if (type.isPrimitive()
        || type.isEnum()
        || type == Class.class
        || Immutables.isDeclared(type.getName())) {
      return true;
    }
    boolean closed = Modifier.isFinal(type.getModifiers()) && !type.isArray();
    return closed
        && type.getClassLoader() != null
        && Unshared.why(type) == null
        && isImmutable(type, met);
  }
}
