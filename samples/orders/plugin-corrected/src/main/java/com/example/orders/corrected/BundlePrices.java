package com.example.orders.corrected;

import com.example.orders.Catalog;
import com.example.orders.OrderException;
import com.example.orders.plugin.ArticlePrices;
import com.example.orders.plugin.PriceService;

/** Prices of all that is sold: a bundle costs less than its parts. */
final class BundlePrices implements PriceService {

  private static final int PERCENT = 7;

  private final PriceService articles = new ArticlePrices();

  @Override
  public long net(String sku, int quantity, int groupPercent) throws OrderException {
    String[] parts = Catalog.parts(sku);
    if (parts == null) {
      return articles.net(sku, quantity, groupPercent);
    }
    long sum = 0;
    for (String part : parts) {
      sum += net(part, quantity, groupPercent);
    }
    return sum - sum * PERCENT / 100;
  }
}
