package dev.compat.compare;

import java.util.Arrays;

/** Arrays of primitives of one type. */
final class Primitives {

  private Primitives() {}

  /** The index of the first element that differs; -1 when none does. NaN equals NaN. */
  static int mismatch(Object a, Object b) {
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
