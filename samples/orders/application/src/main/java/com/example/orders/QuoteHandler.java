package com.example.orders;

import com.sun.net.httpserver.HttpExchange;
import java.util.HashMap;
import java.util.Map;

/** {@code GET /quote?customer=17&sku=A-101&quantity=3}. */
class QuoteHandler extends AbstractHandler {

  @Override
  protected String handle(HttpExchange exchange, OrderService service) throws OrderException {
    return Json.object(amounts(service.quote(request(exchange))));
  }

  static Map<String, Object> amounts(Order order) {
    Map<String, Object> json = new HashMap<String, Object>();
    json.put("net", Money.format(order.getNet()));
    json.put("tax", Money.format(order.getTax()));
    json.put("total", Money.format(order.getNet() + order.getTax()));
    return json;
  }
}
