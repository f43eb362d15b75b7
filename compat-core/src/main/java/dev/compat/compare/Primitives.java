package dev.compat.compare;

import java.lang.reflect.Array;
import java.util.Arrays;

/** Arrays of primitives of one type. */
final class Primitives {

  private Primitives() {}

  /**
   * The index of the first element from {@code from} on that differs, of two arrays of one type and
   * length; -1 when none does. NaN equals NaN.
   */
  static int mismatch(Object a, Object b, int from) {
    int found = from == 0 ? mismatch(a, b) : mismatch(tail(a, from), tail(b, from));
    return found < 0 ? -1 : found + from;
  }

  private static Object tail(Object array, int from) {
    int length = Array.getLength(array) - from;
    Object tail = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, from, tail, 0, length);
    return tail;
  }

  private static int mismatch(Object a, Object b) {
    if (a instanceof byte[] bytes) {
      return Arrays.mismatch(bytes, (byte[]) b);
    } else if (a instanceof char[] chars) {
      return Arrays.mismatch(chars, (char[]) b);
    } else if (a instanceof int[] ints) {
      return Arrays.mismatch(ints, (int[]) b);
    } else if (a instanceof long[] longs) {
      return Arrays.mismatch(longs, (long[]) b);
    } else if (a instanceof double[] doubles) {
      return Arrays.mismatch(doubles, (double[]) b);
    }
    return mismatchOfRarer(a, b);
  }

  private static int mismatchOfRarer(Object a, Object b) {
    if (a instanceof float[] floats) {
      return Arrays.mismatch(floats, (float[]) b);
    } else if (a instanceof short[] shorts) {
      return Arrays.mismatch(shorts, (short[]) b);
    }
    return Arrays.mismatch((boolean[]) a, (boolean[]) b);
  }
}
