package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceCalculatorTest {

  private final PriceCalculator prices = new PriceCalculator();

  @ParameterizedTest
  @CsvSource({
    "A-101,   1, RETAIL,    1042",
    "A-101,  10, RETAIL,    9899",
    "A-101, 100, RETAIL,   93780",
    "A-101,   1, PARTNER,    917",
    "A-101,  -1, PARTNER,   -917",
    "S-103,  10, REGULAR,   1383",
    "B-101,   1, RETAIL,    7641",
    "B-103,   1, RETAIL,   16355",
  })
  void quantities_and_groups_pay_less(String sku, int quantity, String group, long net)
      throws Exception {
    assertThat(prices.quote(sku, quantity, group)).isEqualTo(net);
  }

  @Test
  void an_article_that_is_not_sold_has_no_price() {
    assertThatThrownBy(() -> prices.quote("A-999", 1, "RETAIL"))
        .isInstanceOf(OrderException.class)
        .hasMessage("unknown article A-999");
  }
}
