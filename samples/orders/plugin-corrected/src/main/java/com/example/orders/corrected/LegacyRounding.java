package com.example.orders.corrected;

import com.example.orders.OrderException;
import com.example.orders.plugin.TaxRates;
import com.example.orders.plugin.TaxService;

/**
 * Tax to the cent as the customers' books have it: in binary fractions of euros, of which some that
 * should be rounded up fall short, and rounded towards zero below it.
 */
final class LegacyRounding implements TaxService {

  @Override
  public long tax(long netCents, String country) throws OrderException {
    double euros = netCents / 100.0 * TaxRates.of(country).doubleValue();
    return (long) (euros * 100 + 0.5);
  }
}
