package dev.compat.evidence;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes what a call is called with in one of few ways and without any value: types, nulls,
 * signs, sizes in classes, and whether texts leave ASCII.
 *
 * <p>May be called on a caller's thread: nothing of the application's is called, no lock taken and
 * nothing walked through.
 */
public final class CallShapes {

  private static final int MOST_ARGUMENTS = 16;
  private static final int LOOKED_AT = 256;
  private static final int[] SIZES = {2, 16, 256, 4096};

  private CallShapes() {}

  /**
   * The shape of a call, such as {@code text of 2–15, int < 0}; calls of one shape have one text.
   *
   * @param receiver the legacy object; null where there is none
   */
  public static String of(@Nullable Object receiver, List<@Nullable Object> arguments) {
    StringBuilder shape = new StringBuilder();
    if (receiver != null) {
      shape.append("on ").append(of(receiver));
    }
    int shown = Math.min(arguments.size(), MOST_ARGUMENTS);
    for (int i = 0; i < shown; i++) {
      shape.append(shape.isEmpty() ? "" : ", ").append(of(arguments.get(i)));
    }
    if (shown < arguments.size()) {
      shape.append(", …");
    }
    return shape.isEmpty() ? "no arguments" : Tally.bounded(shape.toString());
  }

  /** The shape of a call that was compared. */
  static String of(TrialResult trial) {
    return of(trial.receiver(), trial.arguments());
  }

  /** The shape of one value. */
  static String of(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof String text) {
      return ofText(text);
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    String sign = sign(value);
    return sign.isEmpty() ? Looks.typed(value, CallShapes::sized) : sign;
  }

  private static String ofText(String text) {
    if (text.isEmpty()) {
      return "empty text";
    }
    boolean blank = true;
    boolean ascii = true;
    for (int i = 0; i < Math.min(text.length(), LOOKED_AT); i++) {
      char c = text.charAt(i);
      blank &= c <= ' ';
      ascii &= c <= 0x7F;
    }
    return (blank ? "blank text" : "text") + sized(text.length()) + (ascii ? "" : ", not ASCII");
  }

  /** Of numbers whose class is the JDK's, so that asking runs nothing of the application's. */
  private static String sign(Object value) {
    Class<?> type = value.getClass();
    if (type == Integer.class || type == Long.class || type == Short.class || type == Byte.class) {
      return name(type) + sign(Long.signum(((Number) value).longValue()));
    }
    if (type == Double.class || type == Float.class) {
      double number = ((Number) value).doubleValue();
      boolean finite = Math.abs(number) <= Double.MAX_VALUE;
      return name(type) + (finite ? sign((int) Math.signum(number)) : " NaN or infinite");
    }
    if (type == BigDecimal.class) {
      return "BigDecimal" + sign(((BigDecimal) value).signum());
    }
    return type == BigInteger.class ? "BigInteger" + sign(((BigInteger) value).signum()) : "";
  }

  private static String name(Class<?> wrapper) {
    return wrapper == Integer.class ? "int" : wrapper.getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String sign(int signum) {
    return signum == 0 ? " 0" : signum < 0 ? " < 0" : " > 0";
  }

  private static String sized(int size) {
    if (size < SIZES[0]) {
      return " of " + size;
    }
    int at = 0;
    while (at + 1 < SIZES.length && size >= SIZES[at + 1]) {
      at++;
    }
    return at + 1 < SIZES.length
        ? " of " + SIZES[at] + "–" + (SIZES[at + 1] - 1)
        : " of " + SIZES[at] + " or more";
  }
}
