package com.example.orders.plugin;

import com.example.orders.Order;
import com.example.orders.OrderException;
import com.example.orders.OrderRequest;
import com.example.orders.OrderService;
import dev.compat.LegacyState;
import dev.compat.Original;
import dev.compat.Receiver;
import dev.compat.Replaces;
import jakarta.inject.Inject;

/**
 * Stands for the service of one tenant, which keeps state; an instance for each. The price that a
 * piece was last sold for stays where legacy keeps it, so that a tenant can go back at any time.
 */
@Replaces(value = OrderService.class, migration = "orders", state = LegacyState.PER_RECEIVER)
final class OrderServiceAdapter {

  /** What legacy keeps to itself. */
  @Original(OrderService.class)
  interface Legacy {
    Long remember(OrderService service, String sku, long unitPrice);
  }

  private final OrderDesk desk;
  private final Terms terms;
  private final Legacy legacy;

  @Inject
  OrderServiceAdapter(@Receiver OrderService service, OrderDesk desk, Legacy legacy) {
    this.desk = desk;
    this.legacy = legacy;
    terms = Terms.of(service);
  }

  Order place(@Receiver OrderService service, OrderRequest request) throws OrderException {
    Order order = desk.accept(terms, request, service.getNumbers()::next);
    long unitPrice = order.getNet() / order.getQuantity();
    order.setPreviousPrice(legacy.remember(service, order.getSku(), unitPrice));
    return order;
  }
}
