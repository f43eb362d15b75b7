package com.example.pricing;

import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.Replaces;
import java.util.concurrent.locks.LockSupport;

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

  /** A price in cents. */
  @Effects
  public int plain(int quantity, long cents) {
    return pricing.quote(quantity, cents);
  }

  /** A price in cents, 5 ms later. */
  public int hurried(int quantity, long cents) {
    LockSupport.parkNanos(5_000_000);
    return pricing.quote(quantity, cents);
  }

  /** A price in cents. */
  public int slow(int quantity, long cents) {
    return pricing.quote(quantity, cents);
  }
}
