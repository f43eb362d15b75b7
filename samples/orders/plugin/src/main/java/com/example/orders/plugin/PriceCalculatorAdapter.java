package com.example.orders.plugin;

import com.example.orders.Discount;
import com.example.orders.OrderException;
import com.example.orders.PriceCalculator;
import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.Replaces;
import jakarta.inject.Inject;

/**
 * Stands for a service without state, whose method is package-private and takes a type that is:
 * {@link Discount} is an interface of that.
 */
@Replaces(value = PriceCalculator.class, migration = "pricing")
@Effects(replacement = Effect.NONE, legacy = Effect.NONE)
final class PriceCalculatorAdapter {

  private final PriceService prices;

  @Inject
  PriceCalculatorAdapter(PriceService prices) {
    this.prices = prices;
  }

  long net(String sku, int quantity, Discount group) throws OrderException {
    return prices.net(sku, quantity, group.percent());
  }
}
