package dev.compat.agent.bench;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What is compared: a plain object of an application, with lines. */
@SuppressWarnings("unused") // fields are what is compared
final class Order {

  private final int id = 4711;
  private final String customer;
  private final BigDecimal total;
  private final LocalDate placed;
  private final List<Line> lines = new ArrayList<>();

  /** A line of an order. */
  private static final class Line {
    private final String sku;
    private final int quantity;
    private final BigDecimal price;

    Line(String sku, int quantity, BigDecimal price) {
      this.sku = sku;
      this.quantity = quantity;
      this.price = price;
    }
  }

  private Order(int count, boolean isDearer) {
    customer = new StringBuilder("Springfield Nuclear").append(" Power").toString();
    total = new BigDecimal("19.99");
    placed = LocalDate.ofEpochDay(20_000);
    for (int i = 0; i < count; i++) {
      boolean isLast = i == count - 1;
      BigDecimal price = new BigDecimal(isLast && isDearer ? "5.00" : "4.99");
      lines.add(new Line("sku-" + i, i + 1, price));
    }
  }

  static Order of(int lines, boolean isDearer) {
    return new Order(lines, isDearer);
  }
}
