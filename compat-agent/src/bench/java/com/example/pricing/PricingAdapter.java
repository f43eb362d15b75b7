package com.example.pricing;

import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.Replaces;

/** The adapter in the plugin: one field away from the replacement, as adapters are. */
@Replaces(value = LegacyPricing.class, migration = "pricing")
@Effects(replacement = Effect.NONE, legacy = Effect.NONE)
public final class PricingAdapter {

  private final RulePricing pricing = new RulePricing(5);

  /** A price in cents. */
  public int quote(int quantity, long cents) {
    return pricing.quote(quantity, cents);
  }

  /** A price in cents. */
  public int total(int quantity, long cents) {
    return pricing.quote(quantity, cents);
  }
}
