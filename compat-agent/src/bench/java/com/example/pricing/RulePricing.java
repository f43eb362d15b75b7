package com.example.pricing;

/** The replacement; its answers tell it from legacy. */
public final class RulePricing {

  private final int surcharge;

  /** Makes prices with a surcharge in cents. */
  public RulePricing(int surcharge) {
    this.surcharge = surcharge;
  }

  /** A price in cents. */
  public int quote(int quantity, long cents) {
    return quantity * (int) cents + surcharge;
  }
}
