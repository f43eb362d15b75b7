package com.example.orders;

import java.util.Map;

/** Writes and reads orders. */
public class OrderDao extends AbstractDao {

  public void insert(String tenant, Order order) {
    update(
        "insert into orders (tenant, number, customer, sku, quantity, net, tax, due)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?)",
        tenant,
        order.getNumber(),
        Integer.valueOf(order.getCustomer()),
        order.getSku(),
        Integer.valueOf(order.getQuantity()),
        Long.valueOf(order.getNet()),
        Long.valueOf(order.getTax()),
        new java.sql.Date(order.getDue().getTime()));
  }

  /** The order's row; null if there is none. */
  public Map<String, Object> find(String tenant, String number) {
    return selectRow("select * from orders where tenant = ? and number = ?", tenant, number);
  }

  /** The highest number given so far; null if there is none. */
  public String lastNumber(String tenant) {
    return (String)
        selectRow("select max(number) last from orders where tenant = ?", tenant).get("last");
  }

  public long count() {
    return ((Number) selectRow("select count(*) n from orders").get("n")).longValue();
  }
}
