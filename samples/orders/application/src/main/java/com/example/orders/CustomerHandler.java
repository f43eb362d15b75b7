package com.example.orders;

import com.sun.net.httpserver.HttpExchange;
import java.util.HashMap;
import java.util.Map;

/** {@code GET /customers/17}. */
class CustomerHandler extends AbstractHandler {

  @Override
  protected String handle(HttpExchange exchange, OrderService service) throws OrderException {
    Map<String, Object> customer =
        new HashMap<String, Object>(service.customer(Integer.parseInt(rest(exchange))));
    customer.remove("read_at");
    return Json.object(customer);
  }
}
