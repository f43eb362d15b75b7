package com.example.pricing;

/** What {@link LegacyPricing} would be if its source could be edited to call the adapter. */
public final class EditedPricing {

  private static final PricingAdapter ADAPTER = new PricingAdapter();

  /** A price in cents. */
  public int quote(int quantity, long cents) {
    return ADAPTER.quote(quantity, cents);
  }
}
