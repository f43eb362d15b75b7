package com.example.orders.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.orders.TaxTable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where tax in decimals differs from legacy's: what a shadow run has to find. */
class DecimalTaxesTest {

  private final TaxService taxes = new DecimalTaxes();

  @ParameterizedTest
  @CsvSource({"DE, 4250, 807, 808", "SE, 58, 14, 15", "CH, 10500, 808, 809", "DE, -150, -28, -29"})
  void it_differs_by_a_cent(String country, long net, long legacy, long decimal) throws Exception {
    assertThat(TaxTable.tax(net, country)).isEqualTo(legacy);
    assertThat(taxes.tax(net, country)).isEqualTo(decimal);
  }

  @Test
  void it_differs_rarely_where_nothing_is_given_back() {
    assertThat(LongStream.range(0, 300_000).filter(net -> differs(net, "DE")).count())
        .isEqualTo(112);
    assertThat(LongStream.range(0, 300_000).filter(net -> differs(net, "AT")).count()).isZero();
  }

  private boolean differs(long net, String country) {
    try {
      return TaxTable.tax(net, country) != taxes.tax(net, country);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
