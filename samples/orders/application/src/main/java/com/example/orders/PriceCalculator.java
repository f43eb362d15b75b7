package com.example.orders;

/** Computes what an order costs before tax. */
public class PriceCalculator {

  private static final int BUNDLE_PERCENT = 7;

  /** The net amount in cents. */
  long net(String sku, int quantity, CustomerGroup group) throws OrderException {
    String[] parts = Catalog.parts(sku);
    if (parts != null) {
      return bundle(parts, quantity, group);
    }
    long amount = Catalog.price(sku) * quantity;
    amount -= Money.percent(amount, scale(quantity));
    return amount - Money.percent(amount, group.percent());
  }

  private long bundle(String[] parts, int quantity, CustomerGroup group) throws OrderException {
    long amount = 0;
    for (int i = 0; i < parts.length; i++) {
      amount += net(parts[i], quantity, group);
    }
    return amount - Money.percent(amount, BUNDLE_PERCENT);
  }

  /** What a quantity takes off, in percent; credit notes have the quantity of what comes back. */
  protected int scale(int quantity) {
    int pieces = Math.abs(quantity);
    return pieces >= 100 ? 10 : pieces >= 10 ? 5 : 0;
  }

  /** The net amount in cents for the group of a customer, by its name. */
  public long quote(String sku, int quantity, String group) throws OrderException {
    return net(sku, quantity, CustomerGroup.valueOf(group));
  }
}
