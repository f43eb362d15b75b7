package dev.compat.compare;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects without their constructors, and reads and writes their fields without their code.
 *
 * <p>In two ways. The agent has {@code jdk.internal.misc} exported to it, and whoever embeds may
 * pass {@code --add-exports java.base/jdk.internal.misc=ALL-UNNAMED}: then every class is within
 * reach. Else it is done by reflection, which reaches neither the fields of the JDK nor those of
 * records and functions, nor final ones from Java 26 on. What {@code sun.misc.Unsafe} could do as
 * well it says on the application's standard error.
 */
final class Memory {

  /** Whether every class is within reach. */
  static final boolean REACHES_ALL;

  /** From this version on the JDK warns of final fields that are written by reflection. */
  private static final int FINAL_IS_FINAL = 26;

  private static final int SIZE_BITS = 2;
  private static final int SIZES = (1 << SIZE_BITS) - 1;

  private static final @Nullable MethodHandle ALLOCATE;
  private static final @Nullable MethodHandle OFFSET;
  private static final @Nullable MethodHandle GET;
  private static final @Nullable MethodHandle PUT;
  private static final @Nullable MethodHandle GET_LONG;
  private static final @Nullable MethodHandle PUT_LONG;
  private static final @Nullable MethodHandle GET_INT;
  private static final @Nullable MethodHandle PUT_INT;
  private static final @Nullable MethodHandle GET_SHORT;
  private static final @Nullable MethodHandle PUT_SHORT;
  private static final @Nullable MethodHandle GET_BYTE;
  private static final @Nullable MethodHandle PUT_BYTE;

  /** {@code ReflectionFactory.newConstructorForSerialization}; null where there is none. */
  private static final @Nullable MethodHandle SERIAL_CONSTRUCTOR;

  static {
    Unsafe unsafe = Unsafe.find();
    REACHES_ALL = unsafe != null;
    ALLOCATE = find(unsafe, "allocateInstance", Object.class, Class.class);
    OFFSET = find(unsafe, "objectFieldOffset", long.class, Field.class);
    GET = getter(unsafe, "getReference", Object.class);
    PUT = setter(unsafe, "putReference", Object.class);
    GET_LONG = getter(unsafe, "getLong", long.class);
    PUT_LONG = setter(unsafe, "putLong", long.class);
    GET_INT = getter(unsafe, "getInt", int.class);
    PUT_INT = setter(unsafe, "putInt", int.class);
    GET_SHORT = getter(unsafe, "getShort", short.class);
    PUT_SHORT = setter(unsafe, "putShort", short.class);
    GET_BYTE = getter(unsafe, "getByte", byte.class);
    PUT_BYTE = setter(unsafe, "putByte", byte.class);
    SERIAL_CONSTRUCTOR = serialConstructor();
  }

  private Memory() {}

  /** The JDK's own, where it is exported to us. */
  private record Unsafe(Class<?> type, Object instance) {

    static @Nullable Unsafe find() {
      Module base = Object.class.getModule();
      if (!base.isExported("jdk.internal.misc", Memory.class.getModule())) {
        return null;
      }
      try {
        Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
        return new Unsafe(type, type.getMethod("getUnsafe").invoke(null));
      } catch (ReflectiveOperationException | LinkageError e) {
        return null;
      }
    }
  }

  private static @Nullable MethodHandle find(
      @Nullable Unsafe unsafe, String name, Class<?> result, Class<?>... parameters) {
    if (unsafe == null) {
      return null;
    }
    try {
      return MethodHandles.lookup()
          .findVirtual(unsafe.type, name, MethodType.methodType(result, parameters))
          .bindTo(unsafe.instance);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK's Unsafe has no " + name, e);
    }
  }

  private static @Nullable MethodHandle getter(
      @Nullable Unsafe unsafe, String name, Class<?> type) {
    return find(unsafe, name, type, Object.class, long.class);
  }

  private static @Nullable MethodHandle setter(
      @Nullable Unsafe unsafe, String name, Class<?> type) {
    return find(unsafe, name, void.class, Object.class, long.class, type);
  }

  /** From the module jdk.unsupported, which a JDK cut to size may lack. */
  private static @Nullable MethodHandle serialConstructor() {
    try {
      Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
      return MethodHandles.lookup()
          .findVirtual(
              type,
              "newConstructorForSerialization",
              MethodType.methodType(Constructor.class, Class.class, Constructor.class))
          .bindTo(type.getMethod("getReflectionFactory").invoke(null));
    } catch (ReflectiveOperationException | LinkageError e) {
      return null;
    }
  }

  /** Why objects of that class cannot be made, or these fields not written; null if they can. */
  static @Nullable String obstacle(Class<?> type, List<Field> fields) {
    if (REACHES_ALL) {
      return null;
    }
    if (isFinalized(type)) {
      return "a copy would be finalized as well" + REMEDY;
    }
    if (SERIAL_CONSTRUCTOR == null || type.isHidden()) {
      return "objects of it cannot be made" + REMEDY;
    }
    boolean isFinal = Runtime.version().feature() >= FINAL_IS_FINAL;
    for (Field field : fields) {
      if (isFinal && Modifier.isFinal(field.getModifiers())) {
        return "its field " + field.getName() + " is final" + REMEDY;
      }
      if (!field.trySetAccessible()) {
        return "its field " + field.getName() + " is closed to Compat" + REMEDY;
      }
    }
    return null;
  }

  /** What is made by a constructor is finalized; what is merely allocated is not. */
  private static boolean isFinalized(Class<?> type) {
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      for (Method method : at.getDeclaredMethods()) {
        if (method.getName().equals("finalize") && method.getParameterCount() == 0) {
          return true;
        }
      }
    }
    return false;
  }

  static final String REMEDY =
      "; --add-exports java.base/jdk.internal.misc=ALL-UNNAMED lets Compat copy it";

  /** What {@link #allocate} needs of a class; a value of a type of the JDK. */
  static Object maker(Class<?> type) throws Throwable {
    return SERIAL_CONSTRUCTOR == null || REACHES_ALL
        ? type
        : SERIAL_CONSTRUCTOR.invoke(type, Object.class.getDeclaredConstructor());
  }

  static Object allocate(Object maker) throws Throwable {
    return ALLOCATE != null
        ? (Object) ALLOCATE.invokeExact((Class<?>) maker)
        : ((Constructor<?>) maker).newInstance();
  }

  /** What reads and writes these fields; a value of a type of the JDK. */
  static Object accessor(List<Field> fields) throws Throwable {
    if (OFFSET == null) {
      return fields.toArray(Field[]::new);
    }
    long[] offsets = new long[fields.size()];
    for (int i = 0; i < offsets.length; i++) {
      long offset = (long) OFFSET.invokeExact(fields.get(i));
      offsets[i] = offset << SIZE_BITS | size(fields.get(i).getType());
    }
    return offsets;
  }

  /** The binary logarithm of a primitive's size. */
  private static int size(Class<?> type) {
    if (type == long.class || type == double.class) {
      return 3;
    }
    if (type == int.class || type == float.class) {
      return 2;
    }
    return type == short.class || type == char.class ? 1 : 0;
  }

  static @Nullable Object get(Object accessor, int i, Object from) throws Throwable {
    return GET != null
        ? (Object) GET.invokeExact(from, ((long[]) accessor)[i] >>> SIZE_BITS)
        : ((Field[]) accessor)[i].get(from);
  }

  static void put(Object accessor, int i, Object into, @Nullable Object value) throws Throwable {
    if (PUT != null) {
      PUT.invokeExact(into, ((long[]) accessor)[i] >>> SIZE_BITS, value);
    } else {
      ((Field[]) accessor)[i].set(into, value);
    }
  }

  /** Copies primitive fields, bit by bit. */
  static void copy(Object accessor, Object from, Object into) throws Throwable {
    if (accessor instanceof long[] offsets) {
      for (long offset : offsets) {
        copy(from, into, offset >>> SIZE_BITS, (int) offset & SIZES);
      }
    } else {
      for (Field field : (Field[]) accessor) {
        copy(field, from, into);
      }
    }
  }

  private static void copy(Object from, Object into, long offset, int size) throws Throwable {
    if (GET_LONG == null || PUT_LONG == null || GET_INT == null || PUT_INT == null) {
      throw new IllegalStateException("out of reach");
    }
    if (size == 3) {
      PUT_LONG.invokeExact(into, offset, (long) GET_LONG.invokeExact(from, offset));
    } else if (size == 2) {
      PUT_INT.invokeExact(into, offset, (int) GET_INT.invokeExact(from, offset));
    } else {
      copySmall(from, into, offset, size);
    }
  }

  private static void copySmall(Object from, Object into, long offset, int size) throws Throwable {
    if (GET_SHORT == null || PUT_SHORT == null || GET_BYTE == null || PUT_BYTE == null) {
      throw new IllegalStateException("out of reach");
    }
    if (size == 1) {
      PUT_SHORT.invokeExact(into, offset, (short) GET_SHORT.invokeExact(from, offset));
    } else {
      PUT_BYTE.invokeExact(into, offset, (byte) GET_BYTE.invokeExact(from, offset));
    }
  }

  /** Without boxing. */
  private static void copy(Field field, Object from, Object into) throws IllegalAccessException {
    Class<?> type = field.getType();
    if (type == int.class) {
      field.setInt(into, field.getInt(from));
    } else if (type == long.class) {
      field.setLong(into, field.getLong(from));
    } else if (type == boolean.class) {
      field.setBoolean(into, field.getBoolean(from));
    } else if (type == double.class) {
      field.setDouble(into, field.getDouble(from));
    } else {
      field.set(into, field.get(from));
    }
  }
}
