package com.example.orders;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What all handlers have in common: parameters, the tenant's service, and what errors become. */
abstract class AbstractHandler implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(AbstractHandler.class);

  @Override
  public final void handle(HttpExchange exchange) throws IOException {
    drain(exchange.getRequestBody());
    try {
      OrderService service =
          OrderServiceFactory.getInstance().getService(MDC.get(TenantFilter.KEY));
      answer(exchange, 200, handle(exchange, service));
    } catch (OrderException e) {
      answer(exchange, 422, e.getMessage());
    } catch (NumberFormatException e) {
      answer(exchange, 400, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("request failed: {}", exchange.getRequestURI(), e);
      answer(exchange, 500, e.toString());
    }
  }

  /** Answers a request of the tenant whose service it is. */
  protected abstract String handle(HttpExchange exchange, OrderService service)
      throws OrderException;

  /** The part of the path behind the handler's own. */
  protected static String rest(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  protected static OrderRequest request(HttpExchange exchange) throws OrderException {
    Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
    return new OrderRequest(
        Integer.parseInt(parameter(parameters, "customer")),
        parameter(parameters, "sku"),
        Integer.parseInt(parameter(parameters, "quantity")),
        parameters.get("date"));
  }

  private static String parameter(Map<String, String> parameters, String name)
      throws OrderException {
    String value = parameters.get(name);
    if (value == null) {
      throw new OrderException("no " + name);
    }
    return value;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<String, String>();
    String[] pairs = query == null ? new String[0] : query.split("&");
    for (int i = 0; i < pairs.length; i++) {
      int equals = pairs[i].indexOf('=');
      if (equals > 0) {
        parameters.put(
            decode(pairs[i].substring(0, equals)), decode(pairs[i].substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, "UTF-8");
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void drain(InputStream body) throws IOException {
    while (body.read() >= 0) {
      // an order is all in its URL
    }
  }

  static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = (text + "\n").getBytes("UTF-8");
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
