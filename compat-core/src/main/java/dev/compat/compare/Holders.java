package dev.compat.compare;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Objects of the JDK that hold a value which changes, and define no equals. */
final class Holders {

  private static final Set<Class<?>> TYPES =
      Set.of(
          AtomicBoolean.class,
          AtomicInteger.class,
          AtomicLong.class,
          AtomicReference.class,
          LongAdder.class,
          Pattern.class,
          DoubleAdder.class,
          AtomicIntegerArray.class,
          AtomicLongArray.class,
          AtomicReferenceArray.class);

  private Holders() {}

  static boolean isHolder(Class<?> type) {
    return TYPES.contains(type);
  }

  /** What it holds; of several, a list. */
  static @Nullable Object held(Object holder) {
    if (holder instanceof AtomicReference<?> reference) {
      return reference.get();
    }
    if (holder instanceof Reference<?> reference) {
      return reference.get();
    }
    if (holder instanceof Pattern pattern) {
      return "(" + pattern.flags() + ")" + pattern.pattern();
    }
    if (holder instanceof AtomicBoolean bool) {
      return bool.get();
    }
    return holder instanceof Number number ? number(number) : several(holder);
  }

  private static Object number(Number number) {
    if (number instanceof AtomicInteger) {
      return number.intValue();
    }
    return number instanceof DoubleAdder ? (Object) number.doubleValue() : number.longValue();
  }

  private static Object several(Object holder) {
    if (holder instanceof AtomicIntegerArray array) {
      return list(array.length(), array::get);
    }
    if (holder instanceof AtomicLongArray array) {
      return list(array.length(), array::get);
    }
    AtomicReferenceArray<?> array = (AtomicReferenceArray<?>) holder;
    return list(array.length(), array::get);
  }

  private static List<@Nullable Object> list(int length, IntFunction<@Nullable Object> element) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      list.add(element.apply(i));
    }
    return list;
  }
}
