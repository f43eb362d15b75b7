package com.example.orders;

import java.text.ParseException;
import java.text.SimpleDateFormat;
import java.util.Calendar;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the orders of one tenant. */
public class OrderService {

  private static final Logger LOG = LoggerFactory.getLogger(OrderService.class);

  protected final String tenant;
  private final CustomerDao customers = new CustomerDao();
  private final OrderDao orders = new OrderDao();
  private final PriceCalculator prices = new PriceCalculator();
  private final NumberSequence numbers;
  private final SimpleDateFormat dates = new SimpleDateFormat("yyyy-MM-dd");
  private final Map<String, Long> lastPrices = new HashMap<String, Long>();

  protected OrderService(String tenant) {
    this.tenant = tenant;
    numbers = new NumberSequence(tenant, orders);
  }

  public String getTenant() {
    return tenant;
  }

  public NumberSequence getNumbers() {
    return numbers;
  }

  /** Accepts an order and writes it down. */
  public synchronized Order place(OrderRequest request) throws OrderException {
    Map<String, Object> customer = customer(request.getCustomer());
    Order order = price(request, customer);
    checkLimit(customer, order.getNet() + order.getTax());
    order.setDue(due(request.getDate()));
    order.setNumber(numbers.next());
    orders.insert(tenant, order);
    order.setPreviousPrice(remember(order.getSku(), order.getNet() / order.getQuantity()));
    LOG.debug("order {} of customer {}", order.getNumber(), request.getCustomer());
    return order;
  }

  /** What an order would cost; nothing is written. */
  public Order quote(OrderRequest request) throws OrderException {
    return price(request, customer(request.getCustomer()));
  }

  public Map<String, Object> customer(int id) throws OrderException {
    Map<String, Object> customer = customers.find(tenant, id);
    if (customer == null) {
      throw new OrderException("no customer " + id);
    }
    return customer;
  }

  public Map<String, Object> order(String number) throws OrderException {
    Map<String, Object> order = orders.find(tenant, number);
    if (order == null) {
      throw new OrderException("no order " + number);
    }
    return order;
  }

  private Order price(OrderRequest request, Map<String, Object> customer) throws OrderException {
    if (request.getQuantity() == 0) {
      throw new OrderException("nothing ordered");
    }
    CustomerGroup group = CustomerGroup.valueOf((String) customer.get("customer_group"));
    Order order = new Order();
    order.setCustomer(request.getCustomer());
    order.setSku(request.getSku());
    order.setQuantity(request.getQuantity());
    order.setNet(prices.net(request.getSku(), request.getQuantity(), group));
    order.setTax(TaxTable.tax(order.getNet(), (String) customer.get("country")));
    return order;
  }

  /** Keeps what a piece was sold for and returns what it was sold for before, null for never. */
  Long remember(String sku, long unitPrice) {
    return lastPrices.put(sku, Long.valueOf(unitPrice));
  }

  /** Days until an order is to be paid. */
  protected int paymentDays() {
    return 14;
  }

  /** Refuses an order that is too large for the customer. */
  protected void checkLimit(Map<String, Object> customer, long total) throws OrderException {
    if (total > ((Number) customer.get("credit_limit")).longValue()) {
      throw new OrderException("over the credit limit: " + Money.format(total));
    }
  }

  private Date due(String date) throws OrderException {
    try {
      Calendar due = Calendar.getInstance();
      due.setTime(dates.parse(date));
      due.add(Calendar.DATE, paymentDays());
      return due.getTime();
    } catch (ParseException e) {
      throw new OrderException("no date: " + date);
    }
  }
}
