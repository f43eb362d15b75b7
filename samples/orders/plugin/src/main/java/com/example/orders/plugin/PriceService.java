package com.example.orders.plugin;

import com.example.orders.OrderException;

/** Computes what an order costs before tax. Implementations are safe for use by several threads. */
public interface PriceService {

  /**
   * The net amount in cents.
   *
   * @param groupPercent what the customer's group pays less, in percent
   * @throws OrderException if the article is not sold
   * @throws dev.compat.NotHandled if it declines, before it has done anything
   */
  long net(String sku, int quantity, int groupPercent) throws OrderException;
}
