package com.example.pricing;

/**
 * A legacy class of two small methods: both stay below HotSpot's inlining limit of 35 bytes when
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
}
