package com.example.pricing;

import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.Replaces;

/** The adapter in the plugin; holds what it delegates to, as adapters do. */
@Replaces(value = LegacyPricing.class, migration = "pricing")
@Effects(replacement = Effect.NONE, legacy = Effect.NONE)
final class PricingAdapter {

  private final RulePricing pricing = new RulePricing(5);

  int quote(int quantity, long cents) {
    return pricing.quote(quantity, cents);
  }

  int total(int quantity, long cents) {
    return pricing.quote(quantity, cents);
  }
}
