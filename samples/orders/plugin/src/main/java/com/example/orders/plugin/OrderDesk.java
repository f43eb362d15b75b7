package com.example.orders.plugin;

import com.example.orders.CustomerDao;
import com.example.orders.Money;
import com.example.orders.Order;
import com.example.orders.OrderException;
import com.example.orders.OrderRequest;
import com.example.orders.PriceCalculator;
import com.example.orders.TaxTable;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Accepts orders of any tenant and writes them down. Prices, taxes and customers it takes from
 * legacy's layers, which are moved by flags of their own.
 */
final class OrderDesk {

  /** Clients send days that do not exist: the 30th of February is the 2nd of March. */
  private static final DateTimeFormatter DATES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.LENIENT);

  private final DataSource source;
  private final CustomerDao customers = new CustomerDao();
  private final PriceCalculator prices = new PriceCalculator();

  @Inject
  OrderDesk(DataSource source) {
    this.source = source;
  }

  Order accept(Terms terms, OrderRequest request, Supplier<String> numbers) throws OrderException {
    Map<String, Object> customer = customers.find(terms.tenant(), request.getCustomer());
    if (customer == null) {
      throw new OrderException("no customer " + request.getCustomer());
    }
    Order order = priced(request, customer);
    checkLimit(terms, customer, order.getNet() + order.getTax());
    order.setDue(due(terms, request.getDate()));
    order.setNumber(numbers.get());
    insert(terms.tenant(), order);
    return order;
  }

  private Order priced(OrderRequest request, Map<String, Object> customer) throws OrderException {
    if (request.getQuantity() == 0) {
      throw new OrderException("nothing ordered");
    }
    String group = (String) customer.get("customer_group");
    Order order = new Order();
    order.setCustomer(request.getCustomer());
    order.setSku(request.getSku());
    order.setQuantity(request.getQuantity());
    order.setNet(prices.quote(request.getSku(), request.getQuantity(), group));
    order.setTax(TaxTable.tax(order.getNet(), (String) customer.get("country")));
    return order;
  }

  private static void checkLimit(Terms terms, Map<String, Object> customer, long total)
      throws OrderException {
    long counted = total / terms.creditFactor();
    Object limit = Objects.requireNonNull(customer.get("credit_limit"));
    if (counted > (Long) limit) {
      throw new OrderException("over the credit limit: " + Money.format(counted));
    }
  }

  @SuppressWarnings("JavaUtilDate") // as legacy has it
  private static Date due(Terms terms, String date) throws OrderException {
    try {
      LocalDate due = LocalDate.parse(date, DATES).plusDays(terms.paymentDays());
      return Date.from(due.atStartOfDay(ZoneId.systemDefault()).toInstant());
    } catch (DateTimeException e) {
      throw new OrderException("no date: " + date);
    }
  }

  @SuppressWarnings("JavaUtilDate") // as legacy has it
  private void insert(String tenant, Order order) {
    try (Connection connection = source.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into orders (tenant, number, customer, sku, quantity, net, tax, due)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, tenant);
      insert.setString(2, order.getNumber());
      insert.setInt(3, order.getCustomer());
      insert.setString(4, order.getSku());
      insert.setInt(5, order.getQuantity());
      insert.setLong(6, order.getNet());
      insert.setLong(7, order.getTax());
      insert.setDate(8, new java.sql.Date(order.getDue().getTime()));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot write order " + order.getNumber(), e);
    }
  }
}
