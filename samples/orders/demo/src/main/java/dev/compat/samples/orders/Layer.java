package dev.compat.samples.orders;

import java.util.List;
import java.util.Locale;

/** One layer of the application: a migration of the plugin. */
enum Layer {
  TAX,
  PRICING,
  CUSTOMERS,
  ORDERS,
  NUMBERS;

  /** The layers that only read or compute. */
  static final List<Layer> READING = List.of(TAX, PRICING, CUSTOMERS);

  /** The migration's name. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
