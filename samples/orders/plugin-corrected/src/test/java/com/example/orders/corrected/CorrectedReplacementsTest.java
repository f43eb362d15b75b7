package com.example.orders.corrected;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.orders.Catalog;
import com.example.orders.OrderException;
import com.example.orders.PriceCalculator;
import com.example.orders.TaxTable;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The corrected replacements beside legacy, called directly. */
class CorrectedReplacementsTest {

  private static final Map<String, Integer> GROUPS =
      Map.of("RETAIL", 0, "REGULAR", 3, "PARTNER", 12);

  @Property
  void tax_is_what_legacy_says(
      @ForAll @LongRange(min = -100_000_000, max = 100_000_000) long net,
      @ForAll @From("countries") String country) {
    assertThat(answer(() -> new LegacyRounding().tax(net, country)))
        .isEqualTo(answer(() -> TaxTable.tax(net, country)));
  }

  @Property
  void prices_are_what_legacy_says(
      @ForAll @From("skus") String sku,
      @ForAll @IntRange(min = -200, max = 200) int quantity,
      @ForAll @From("groups") String group) {
    int percent = GROUPS.get(group);
    assertThat(answer(() -> new BundlePrices().net(sku, quantity, percent)))
        .isEqualTo(answer(() -> new PriceCalculator().quote(sku, quantity, group)));
  }

  @Provide
  Arbitrary<String> countries() {
    return Arbitraries.of("DE", "AT", "CH", "FR", "NL", "SE", "GB");
  }

  @Provide
  Arbitrary<String> groups() {
    return Arbitraries.of(GROUPS.keySet());
  }

  @Provide
  Arbitrary<String> skus() {
    return Arbitraries.oneOf(
        Arbitraries.of(Catalog.prices().keySet()),
        Arbitraries.of(List.of("B-101", "B-102", "B-103", "A-999")));
  }

  /** An amount, or the message of what was thrown. */
  private static Object answer(Amount amount) {
    try {
      return amount.compute();
    } catch (OrderException e) {
      return e.getMessage();
    }
  }

  private interface Amount {
    long compute() throws OrderException;
  }
}
