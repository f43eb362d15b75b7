package com.example.billing;

import java.util.ArrayList;
import java.util.List;
import org.joda.time.DateTimeZone;
import org.joda.time.MutableDateTime;

/** The subscriptions of three tenants, in as many time zones, the same every time. */
final class Customers {

  private static final int EACH = 31;
  private static final int START = 2024;
  private static final int DAYS = 31;

  private Customers() {}

  static List<String> tenants() {
    return List.of("acme", "globex", "initech");
  }

  private static DateTimeZone zone(String tenant) {
    return DateTimeZone.forID(
        switch (tenant) {
          case "acme" -> "Europe/Berlin";
          case "globex" -> "America/New_York";
          default -> "Australia/Sydney";
        });
  }

  static Customer of(String tenant, Subscription subscription) {
    return new Customer(tenant, subscription.getId() + "@" + tenant + ".example");
  }

  static List<Subscription> of(String tenant) {
    List<Subscription> all = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      MutableDateTime next = new MutableDateTime(START, 1, 1, i % 4, 30, 0, 0, zone(tenant));
      next.addDays(DAYS - 1 - i % DAYS);
      String id = tenant.charAt(0) + "-" + i;
      all.add(new Subscription(id, 9.99 + i, next));
    }
    return all;
  }
}
