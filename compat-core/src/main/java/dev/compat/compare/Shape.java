package dev.compat.compare;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * What is compared of the objects of one class, and how it is read.
 *
 * <p>Kept with the class, by {@link ClassValue}, as an array of types of the JDK alone: were it an
 * object of ours, each class of an application that was ever compared would keep our class loader.
 * This is a view of that array.
 */
final class Shape {

  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType VALUE = MethodType.methodType(Object.class, Object.class);
  private static final MethodType BITS = MethodType.methodType(long.class, Object.class);
  private static final MethodHandle DOUBLE_BITS = staticOf(Double.class, "doubleToLongBits");
  private static final MethodHandle FLOAT_BITS = staticOf(Float.class, "floatToIntBits");

  private static final List<Class<?>> ONE_SHOT =
      List.of(
          Iterator.class,
          Enumeration.class,
          BaseStream.class,
          InputStream.class,
          OutputStream.class,
          Reader.class,
          Writer.class);
  private static final Set<String> ONE_SHOT_BY_NAME =
      Set.of("java.sql.ResultSet", "java.sql.Statement", "java.sql.Connection");

  private static final int FAMILY = 0;
  private static final int NAMES = 1;
  private static final int VALUES = 2;
  private static final int PRIMITIVES = 3;
  private static final int LASTING = 4;
  private static final int HAS_EQUALS = 5;
  private static final int UNREADABLE = 6;
  private static final int LAZY = 7;
  private static final int FINAL = 8;

  private static final ClassValue<Object[]> SHAPES =
      new ClassValue<>() {
        @Override
        protected Object[] computeValue(Class<?> type) {
          return new Maker(type).make();
        }
      };

  private final Object[] slots;

  private Shape(Object[] slots) {
    this.slots = slots;
  }

  static Shape of(Class<?> type) {
    return new Shape(SHAPES.get(type));
  }

  Family family() {
    return Family.at((int) slots[FAMILY]);
  }

  /** Of all parts; first those that count, then the transient ones that do not by themselves. */
  String[] names() {
    return (String[]) slots[NAMES];
  }

  /** How many parts count. */
  int lasting() {
    return (int) slots[LASTING];
  }

  boolean definesEquals() {
    return (boolean) slots[HAS_EQUALS];
  }

  /** What cannot be read of it, or why it is not touched; empty if there is nothing. */
  String unreadable() {
    return (String) slots[UNREADABLE];
  }

  /** Whether it may load what it holds when it is touched. */
  boolean isLazy() {
    return (boolean) slots[LAZY];
  }

  /** Whether every field of that name is final. */
  boolean isFinal(Object name) {
    return ((Set<?>) slots[FINAL]).contains(name);
  }

  /** Reads primitives as bits, so that nothing is boxed for what is the same; null for others. */
  @Nullable MethodHandle[] primitives() {
    return (@Nullable MethodHandle[]) slots[PRIMITIVES];
  }

  MethodHandle[] values() {
    return (MethodHandle[]) slots[VALUES];
  }

  /** A part's value, as the object's own accessor or field has it. */
  @Nullable Object value(Object of, int part) {
    try {
      return (Object) values()[part].invokeExact(of);
    } catch (Throwable failure) {
      throw failed(of, part, failure);
    }
  }

  Obstacle failed(Object of, int part, Throwable failure) {
    String method = of instanceof Record ? "()" : "";
    return Obstacle.here(
        "cannot be read: "
            + of.getClass().getName()
            + "."
            + names()[part]
            + method
            + " failed with "
            + failure.getClass().getName());
  }

  static boolean isOfTheJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == PLATFORM;
  }

  private static MethodHandle staticOf(Class<?> type, String name) {
    try {
      for (Method method : type.getMethods()) {
        if (method.getName().equals(name)) {
          return LOOKUP.unreflect(method);
        }
      }
      throw new NoSuchMethodException(name);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Looks at one class, once. */
  private static final class Maker {

    private final Class<?> type;
    private final List<String> names = new ArrayList<>();
    private final List<MethodHandle> values = new ArrayList<>();
    private final List<@Nullable MethodHandle> primitives = new ArrayList<>();
    private final Set<String> finals = new HashSet<>();
    private final Set<String> changing = new HashSet<>();
    private int lasting;
    private String unreadable = "";

    Maker(Class<?> type) {
      this.type = type;
    }

    Object[] make() {
      Family family = family();
      if (family == Family.RECORD && !readComponents()) {
        family = Family.VALUE;
      } else if (family == Family.OBJECT) {
        readFields();
      } else if (holdsMore(family)) {
        readFields();
        unreadable = "";
      }
      boolean hasEquals = Family.definesEquals(type);
      if (family == Family.VALUE && !hasEquals) {
        family = Family.OPAQUE;
        unreadable = "is a " + type.getTypeName() + ", which defines no equals";
      }
      Object[] slots = new Object[9];
      slots[FAMILY] = index(family);
      slots[NAMES] = names.toArray(String[]::new);
      slots[VALUES] = values.toArray(MethodHandle[]::new);
      slots[PRIMITIVES] = primitives.toArray(MethodHandle[]::new);
      slots[LASTING] = lasting;
      slots[HAS_EQUALS] = hasEquals;
      slots[UNREADABLE] = unreadable;
      slots[LAZY] = inherits("org.hibernate.", "PersistentCollection");
      finals.removeAll(changing);
      slots[FINAL] = Set.copyOf(finals);
      return slots;
    }

    @SuppressWarnings("EnumOrdinal") // the shape is kept as types of the JDK
    private static Integer index(Family family) {
      return family.ordinal();
    }

    private Family family() {
      if (CharSequence.class.isAssignableFrom(type)) {
        return Family.TEXT;
      }
      if (Family.isNumber(type)) {
        return Family.NUMBER;
      }
      if (Enum.class.isAssignableFrom(type)) {
        return Family.ENUM;
      }
      if (isUntouchable()) {
        return Family.OPAQUE;
      }
      return isA(Collection.class) || isA(Map.class) ? collection() : single();
    }

    private boolean isA(Class<?> wanted) {
      return wanted.isAssignableFrom(type);
    }

    private boolean isUntouchable() {
      if (type.isSynthetic()) {
        unreadable = "is a function";
      } else if (Proxy.isProxyClass(type) || inherits("org.hibernate.proxy.", "HibernateProxy")) {
        unreadable = "is a proxy, and what that does when it is touched cannot be known";
      } else if (ONE_SHOT.stream().anyMatch(this::isA)
          || ONE_SHOT_BY_NAME.stream().anyMatch(name -> inherits("", name))) {
        unreadable = "is a " + type.getTypeName() + ", which can be read only once";
      }
      return !unreadable.isEmpty();
    }

    private boolean inherits(String beginning, String end) {
      for (Class<?> at = type; at != null; at = at.getSuperclass()) {
        for (Class<?> implemented : at.getInterfaces()) {
          if (isNamed(implemented, beginning, end)) {
            return true;
          }
        }
      }
      return false;
    }

    private static boolean isNamed(Class<?> one, String beginning, String end) {
      boolean itself = one.getName().startsWith(beginning) && one.getName().endsWith(end);
      for (Class<?> more : itself ? new Class<?>[0] : one.getInterfaces()) {
        itself |= isNamed(more, beginning, end);
      }
      return itself;
    }

    private Family collection() {
      if (isA(Map.class)) {
        return Family.MAP;
      }
      if (isA(List.class)) {
        return Family.LIST;
      }
      if (isA(Set.class)) {
        return Family.SET;
      }
      boolean ordered = isA(Queue.class) || isA(Deque.class) || type == ArrayDeque.class;
      boolean heap = isA(PriorityQueue.class) || isA(PriorityBlockingQueue.class);
      return ordered && !heap ? Family.LIST : Family.BAG;
    }

    private Family single() {
      if (type.isArray()) {
        return Family.ARRAY;
      }
      if (isA(Throwable.class)) {
        return Family.THROWABLE;
      }
      if (isA(Record.class)) {
        return Family.RECORD;
      }
      if (isA(Optional.class)) {
        return Family.OPTIONAL;
      }
      if (isA(Future.class) || isA(CompletionStage.class)) {
        return Family.FUTURE;
      }
      return isOfTheJdk(type) ? ofTheJdk() : Family.OBJECT;
    }

    private Family ofTheJdk() {
      if (isA(Map.Entry.class)) {
        return Family.ENTRY;
      }
      if (isA(Reference.class) || Holders.isHolder(type)) {
        return Family.HOLDER;
      }
      boolean lock =
          type == Object.class || type.getName().startsWith("java.util.concurrent.locks");
      return lock ? Family.LOCK : Family.VALUE;
    }

    /** Whether a class of the application's adds fields to what a class of the JDK does whole. */
    private boolean holdsMore(Family family) {
      if (isOfTheJdk(type)) {
        return false;
      }
      Class<?> whole = type;
      while (!isOfTheJdk(whole)) {
        whole = whole.getSuperclass();
      }
      boolean extended = whole != Object.class && !Modifier.isAbstract(whole.getModifiers());
      return switch (family) {
        case LIST, SET, BAG, MAP -> extended;
        case THROWABLE -> true;
        default -> false;
      };
    }

    private boolean readComponents() {
      for (RecordComponent component : type.getRecordComponents()) {
        Method accessor = component.getAccessor();
        if (!isOpen(accessor)) {
          return false;
        }
        add(component.getName(), accessor);
      }
      lasting = names.size();
      return true;
    }

    private void readFields() {
      List<Field> passing = new ArrayList<>();
      collect(type, passing);
      lasting = names.isEmpty() ? passing.size() : names.size();
      passing.forEach(field -> add(field.getName(), field));
    }

    /** The fields of superclasses first. */
    private void collect(@Nullable Class<?> at, List<Field> passing) {
      if (at == null || at == Object.class) {
        return;
      }
      if (isOfTheJdk(at)) {
        if (hasFields(at)) {
          unreadable = "holds what only " + at.getName() + " can read";
        }
        return;
      }
      collect(at.getSuperclass(), passing);
      for (Field field : at.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) || isSynthetic(field)) {
          continue;
        }
        if (!isOpen(field)) {
          unreadable = "is a " + type.getTypeName() + ", whose fields are closed to us";
        } else if (Modifier.isTransient(field.getModifiers())) {
          passing.add(field);
        } else {
          add(field.getName(), field);
        }
      }
    }

    private static boolean isSynthetic(Field field) {
      return field.isSynthetic()
          || field.getName().startsWith("$$_hibernate_")
          || field.getName().startsWith("$jacoco");
    }

    private static boolean hasFields(Class<?> type) {
      for (Class<?> at = type; at != null; at = at.getSuperclass()) {
        for (Field field : at.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            return true;
          }
        }
      }
      return false;
    }

    private static boolean isOpen(AccessibleObject member) {
      return member.trySetAccessible();
    }

    private void add(String name, Member member) {
      try {
        MethodHandle getter =
            member instanceof Field field
                ? LOOKUP.unreflectGetter(field)
                : LOOKUP.unreflect((Method) member);
        if (member instanceof Field) {
          (Modifier.isFinal(member.getModifiers()) ? finals : changing).add(name);
        }
        names.add(name);
        values.add(getter.asType(VALUE));
        primitives.add(bits(getter));
      } catch (IllegalAccessException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private static @Nullable MethodHandle bits(MethodHandle getter) {
      Class<?> read = getter.type().returnType();
      if (!read.isPrimitive()) {
        return null;
      }
      if (read == boolean.class) {
        return MethodHandles.explicitCastArguments(getter, BITS);
      }
      MethodHandle whole =
          read == double.class
              ? MethodHandles.filterReturnValue(getter, DOUBLE_BITS)
              : read == float.class ? MethodHandles.filterReturnValue(getter, FLOAT_BITS) : getter;
      return whole.asType(BITS);
    }
  }
}
