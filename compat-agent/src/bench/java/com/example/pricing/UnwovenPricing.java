package com.example.pricing;

/** The twin of {@link LegacyPricing} that no adapter names. */
public final class UnwovenPricing {

  private final int discount;

  /** Makes prices with a discount in cents. */
  public UnwovenPricing(int discount) {
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
