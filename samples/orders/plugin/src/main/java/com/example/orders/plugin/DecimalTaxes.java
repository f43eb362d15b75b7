package com.example.orders.plugin;

import com.example.orders.OrderException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Tax as one would compute it today: in decimals, rounded half up. */
final class DecimalTaxes implements TaxService {

  @Override
  public long tax(long netCents, String country) throws OrderException {
    return BigDecimal.valueOf(netCents)
        .multiply(TaxRates.of(country))
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }
}
