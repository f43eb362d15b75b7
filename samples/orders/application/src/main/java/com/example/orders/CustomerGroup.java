package com.example.orders;

/** The groups of customers, as the column {@code customer_group} has them. */
enum CustomerGroup implements Discount {
  RETAIL(0),
  REGULAR(3),
  PARTNER(12);

  private final int percent;

  CustomerGroup(int percent) {
    this.percent = percent;
  }

  @Override
  public int percent() {
    return percent;
  }
}
