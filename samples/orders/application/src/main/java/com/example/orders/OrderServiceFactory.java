package com.example.orders;

import java.util.Hashtable;
import java.util.Map;

/** Knows the service of each tenant. */
public final class OrderServiceFactory {

  private static OrderServiceFactory instance;

  private final Map<String, OrderService> services = new Hashtable<String, OrderService>();

  private OrderServiceFactory() {}

  public static synchronized OrderServiceFactory getInstance() {
    if (instance == null) {
      instance = new OrderServiceFactory();
    }
    return instance;
  }

  /** The service of the tenant, created when first asked for. */
  public OrderService getService(String tenant) {
    synchronized (services) {
      OrderService service = services.get(tenant);
      if (service == null) {
        service = create(tenant);
        services.put(tenant, service);
      }
      return service;
    }
  }

  private static OrderService create(String tenant) {
    return tenant.endsWith("shop") ? new OrderService(tenant) : new WholesaleOrderService(tenant);
  }
}
