package com.example.pricing;

import java.util.concurrent.locks.LockSupport;

/**
 * A legacy class of small methods, which stay below HotSpot's inlining limit of 35 bytes when
 * woven.
 *
 * <p>Uses nothing that came after Java 1.3, so its class file may be given version 47.
 */
public final class LegacyPricing {

  private final int discount;

  /** Makes prices with a discount in cents. */
  public LegacyPricing(int discount) {
    this.discount = discount;
  }

  /** A price in cents. */
  public int quote(int quantity, long cents) {
    return quantity * (int) cents - discount;
  }

  /** A price in cents, without discount. */
  public static int total(int quantity, long cents) {
    return quantity * (int) cents;
  }

  /** A price in cents; nobody has declared what its replacement does besides answering. */
  public int plain(int quantity, long cents) {
    return quantity * (int) cents - discount;
  }

  /** A price in cents, whose replacement takes its time. */
  public int hurried(int quantity, long cents) {
    return quantity * (int) cents - discount;
  }

  /** A price in cents that takes its time. */
  public int slow(int quantity, long cents) {
    LockSupport.parkNanos(5000000);
    return quantity * (int) cents - discount;
  }
}
