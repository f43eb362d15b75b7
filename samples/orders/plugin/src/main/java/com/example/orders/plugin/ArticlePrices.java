package com.example.orders.plugin;

import com.example.orders.Catalog;
import com.example.orders.OrderException;
import dev.compat.NotHandled;

/** Prices of articles and spare parts. Declines bundles. */
public final class ArticlePrices implements PriceService {

  @Override
  public long net(String sku, int quantity, int groupPercent) throws OrderException {
    if (Catalog.parts(sku) != null) {
      throw new NotHandled("a bundle");
    }
    long listed = Catalog.price(sku) * quantity;
    long scaled = less(listed, scale(Math.abs(quantity)));
    return less(scaled, groupPercent);
  }

  private static long less(long cents, int percent) {
    return cents - cents * percent / 100;
  }

  private static int scale(int pieces) {
    if (pieces >= 100) {
      return 10;
    }
    return pieces >= 10 ? 5 : 0;
  }
}
