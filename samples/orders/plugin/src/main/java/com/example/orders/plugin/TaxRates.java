package com.example.orders.plugin;

import com.example.orders.OrderException;
import java.math.BigDecimal;
import java.util.Map;

/** The rates of value added tax by country. */
public final class TaxRates {

  private static final Map<String, BigDecimal> RATES =
      Map.of(
          "DE", new BigDecimal("0.19"),
          "AT", new BigDecimal("0.20"),
          "CH", new BigDecimal("0.077"),
          "FR", new BigDecimal("0.055"),
          "NL", new BigDecimal("0.21"),
          "SE", new BigDecimal("0.25"));

  private TaxRates() {}

  /**
   * The rate of a country, such as 0.19.
   *
   * @throws OrderException if nothing is known of the country
   */
  public static BigDecimal of(String country) throws OrderException {
    BigDecimal rate = RATES.get(country);
    if (rate == null) {
      throw new OrderException("no tax rate for " + country);
    }
    return rate;
  }
}
