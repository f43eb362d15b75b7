package com.example.orders;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is for sale. Articles begin with A, spare parts with S, bundles of both with B. */
public final class Catalog {

  private static final Map<String, Long> PRICES = new LinkedHashMap<String, Long>();
  private static final Map<String, String[]> BUNDLES = new LinkedHashMap<String, String[]>();

  static {
    for (int i = 1; i <= 30; i++) {
      PRICES.put("A-" + (100 + i), Long.valueOf(i * 997 % 20011 + 45));
    }
    for (int i = 1; i <= 15; i++) {
      PRICES.put("S-" + (100 + i), Long.valueOf(i * 50));
    }
    BUNDLES.put("B-101", new String[] {"A-101", "A-107", "S-103"});
    BUNDLES.put("B-102", new String[] {"A-112", "S-101", "S-115"});
    BUNDLES.put("B-103", new String[] {"B-101", "A-130"});
  }

  private Catalog() {}

  /** The list price in cents of an article or a spare part. */
  public static long price(String sku) throws OrderException {
    Long price = PRICES.get(sku);
    if (price == null) {
      throw new OrderException("unknown article " + sku);
    }
    return price.longValue();
  }

  /** What is in a bundle; null if it is none. */
  public static String[] parts(String sku) {
    String[] parts = BUNDLES.get(sku);
    return parts == null ? null : parts.clone();
  }

  /** List prices by article. */
  public static Map<String, Long> prices() {
    return Collections.unmodifiableMap(PRICES);
  }
}
