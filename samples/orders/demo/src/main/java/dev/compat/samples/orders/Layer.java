package dev.compat.samples.orders;

import java.util.Locale;

/** One layer of the application: a migration of the plugin. */
enum Layer {
  TAX,
  PRICING,
  CUSTOMERS,
  ORDERS,
  NUMBERS;

  /** The migration's name. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
