package com.example.orders;

/** Gives the orders of a tenant their numbers: {@code ACME-000042}. */
public class NumberSequence {

  private final String tenant;
  private final OrderDao orders;
  private int last = -1;

  NumberSequence(String tenant, OrderDao orders) {
    this.tenant = tenant;
    this.orders = orders;
  }

  public String getTenant() {
    return tenant;
  }

  /** The next number. Where the application was restarted it goes on from the database. */
  public synchronized String next() {
    if (last < 0) {
      String number = orders.lastNumber(tenant);
      last = number == null ? 0 : Integer.parseInt(number.substring(number.indexOf('-') + 1));
    }
    last++;
    return format(last);
  }

  private String format(int number) {
    String digits = "00000" + number;
    return tenant.toUpperCase() + "-" + digits.substring(digits.length() - 6);
  }
}
