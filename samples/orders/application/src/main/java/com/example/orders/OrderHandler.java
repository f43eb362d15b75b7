package com.example.orders;

import com.sun.net.httpserver.HttpExchange;
import java.text.SimpleDateFormat;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code POST /orders?customer=17&sku=A-101&quantity=3&date=2026-11-20} and {@code GET
 * /orders/ACME-000042}.
 */
class OrderHandler extends AbstractHandler {

  @Override
  protected String handle(HttpExchange exchange, OrderService service) throws OrderException {
    return "POST".equals(exchange.getRequestMethod())
        ? Json.object(json(service.place(request(exchange))))
        : show(service.order(rest(exchange)));
  }

  private static Map<String, Object> json(Order order) {
    Map<String, Object> json = QuoteHandler.amounts(order);
    json.put("number", order.getNumber());
    json.put("due", new SimpleDateFormat("dd.MM.yyyy").format(order.getDue()));
    if (order.getPreviousPrice() != null) {
      json.put("previousPrice", Money.format(order.getPreviousPrice().longValue()));
    }
    return json;
  }

  private static String show(Map<String, Object> row) {
    Map<String, Object> order = new HashMap<String, Object>(row);
    order.remove("read_at");
    return Json.object(order);
  }
}
