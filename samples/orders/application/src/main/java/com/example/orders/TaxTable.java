package com.example.orders;

import java.util.HashMap;
import java.util.Map;

/** The rates of value added tax by country. */
public final class TaxTable {

  private static final Map<String, Double> RATES = new HashMap<String, Double>();

  static {
    RATES.put("DE", 0.19);
    RATES.put("AT", 0.20);
    RATES.put("CH", 0.077);
    RATES.put("FR", 0.055);
    RATES.put("NL", 0.21);
    RATES.put("SE", 0.25);
  }

  private TaxTable() {}

  /** The tax on a net amount in cents. */
  public static long tax(long netCents, String country) throws OrderException {
    Double rate = RATES.get(country);
    if (rate == null) {
      throw new OrderException("no tax rate for " + country);
    }
    return Money.cents(Money.euros(netCents) * rate);
  }
}
