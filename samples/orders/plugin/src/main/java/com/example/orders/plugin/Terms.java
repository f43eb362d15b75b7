package com.example.orders.plugin;

import com.example.orders.OrderService;
import com.example.orders.WholesaleOrderService;

/**
 * What a tenant grants its customers.
 *
 * @param tenant whose they are
 * @param paymentDays days until an order is to be paid
 * @param creditFactor how many times over their limit customers may order
 */
record Terms(String tenant, int paymentDays, int creditFactor) {

  /** The terms that legacy has in its subclasses. */
  static Terms of(OrderService service) {
    boolean isWholesale = service instanceof WholesaleOrderService;
    return new Terms(service.getTenant(), isWholesale ? 30 : 14, isWholesale ? 5 : 1);
  }
}
