package com.example.orders.plugin;

import com.example.orders.OrderException;

/** Computes value added tax. Implementations are safe for use by several threads. */
public interface TaxService {

  /**
   * The tax on a net amount, both in cents.
   *
   * @throws OrderException if nothing is known of the country
   */
  long tax(long netCents, String country) throws OrderException;
}
