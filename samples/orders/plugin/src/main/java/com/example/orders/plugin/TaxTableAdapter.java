package com.example.orders.plugin;

import com.example.orders.OrderException;
import com.example.orders.TaxTable;
import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.Replaces;
import jakarta.inject.Inject;

/** Stands for a static utility. */
@Replaces(value = TaxTable.class, migration = "tax")
@Effects(replacement = Effect.NONE, legacy = Effect.NONE)
final class TaxTableAdapter {

  private final TaxService taxes;

  @Inject
  TaxTableAdapter(TaxService taxes) {
    this.taxes = taxes;
  }

  long tax(long netCents, String country) throws OrderException {
    return taxes.tax(netCents, country);
  }
}
