package com.example.orders.plugin;

import com.example.orders.CustomerDao;
import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.Replaces;
import jakarta.inject.Inject;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stands for a DAO: gives a customer the shape of the row that its callers expect. */
@Replaces(value = CustomerDao.class, migration = "customers")
@Effects(replacement = Effect.NONE, legacy = Effect.NONE)
final class CustomerDaoAdapter {

  private static final DateTimeFormatter SINCE = DateTimeFormatter.ofPattern("dd.MM.uuuu");

  private final CustomerRepository customers;

  @Inject
  CustomerDaoAdapter(CustomerRepository customers) {
    this.customers = customers;
  }

  @Nullable Map<String, Object> find(String tenant, int id) {
    return customers.find(tenant, id).map(CustomerDaoAdapter::row).orElse(null);
  }

  @SuppressWarnings("JavaUtilDate") // as legacy has it
  private static Map<String, Object> row(Customer customer) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", customer.id());
    row.put("name", customer.name());
    row.put("country", customer.country());
    row.put("customer_group", customer.group());
    row.put("credit_limit", customer.creditLimit());
    row.put("since", SINCE.format(customer.since()));
    row.put("read_at", new Date());
    return row;
  }
}
