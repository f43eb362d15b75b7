package com.example.orders;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Set;
import org.slf4j.MDC;

/** Says for whom a request is, for as long as it is processed. */
class TenantFilter extends Filter {

  static final String HEADER = "X-Tenant";
  static final String KEY = "tenant";

  private final Set<String> tenants;

  TenantFilter(Set<String> tenants) {
    this.tenants = tenants;
  }

  @Override
  public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
    String tenant = exchange.getRequestHeaders().getFirst(HEADER);
    if (tenant == null || !tenants.contains(tenant)) {
      AbstractHandler.answer(exchange, 400, "no tenant: " + tenant);
      return;
    }
    MDC.put(KEY, tenant);
    try {
      chain.doFilter(exchange);
    } finally {
      MDC.remove(KEY);
    }
  }

  @Override
  public String description() {
    return "tenant by header " + HEADER;
  }
}
