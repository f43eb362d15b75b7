package com.example.orders;

import java.util.Map;

/** Takes the orders of a tenant whose customers are shops: they pay later, and owe more. */
public class WholesaleOrderService extends OrderService {

  protected WholesaleOrderService(String tenant) {
    super(tenant);
  }

  @Override
  protected int paymentDays() {
    return 30;
  }

  @Override
  protected void checkLimit(Map<String, Object> customer, long total) throws OrderException {
    super.checkLimit(customer, total / 5);
  }
}
