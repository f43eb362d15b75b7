package com.example.orders;

/** Arithmetic with amounts of money, in cents. */
public final class Money {

  private Money() {}

  public static double euros(long cents) {
    return cents / 100.0;
  }

  /** Rounds to whole cents. */
  public static long cents(double euros) {
    return (long) (euros * 100 + 0.5);
  }

  /** The percentage of an amount. */
  public static long percent(long cents, int percent) {
    return cents * percent / 100;
  }

  /** As printed: {@code 12.05}. */
  public static String format(long cents) {
    long absolute = Math.abs(cents);
    return (cents < 0 ? "-" : "")
        + absolute / 100
        + (absolute % 100 < 10 ? ".0" : ".")
        + absolute % 100;
  }
}
