package com.example.billing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.joda.time.MutableDateTime;

/** Bills what is due of one tenant, month by month, through two years. */
final class BillingRun {

  private static final int MONTHS = 24;

  /** Dates as customers write them, most of them well. */
  private static final List<String> WRITTEN =
      List.of(
          "2026-02-03",
          "2026-11-30",
          "2026-07-04T12:30",
          "2027-01-15",
          "2025-12-31T23:59",
          "2026-2-3",
          "2026-02",
          "2026-03-29T02:30",
          "2026-03-08T02:30",
          "2026-02-30",
          "soon");

  private final Billing billing = new Billing();
  private final Answers answers;

  BillingRun(Answers answers) {
    this.answers = answers;
  }

  void bill(String tenant) {
    List<Subscription> subscriptions = Customers.of(tenant);
    for (int month = 0; month < MONTHS; month++) {
      List<Due> dues = new ArrayList<>();
      for (Subscription subscription : subscriptions) {
        bill(subscription, Customers.of(tenant, subscription), dues);
      }
      billing.latest(dues).stream()
          .sorted(Comparator.comparing(Due::getSubscription))
          .forEach(due -> answers.add(due.getSubscription() + " " + due.getAt()));
      read(WRITTEN.get(month % WRITTEN.size()), subscriptions.get(0));
    }
  }

  private void bill(Subscription subscription, Customer customer, List<Due> dues) {
    Invoice invoice = billing.issue(subscription, customer);
    answers.add(invoice.getWeek() + " " + invoice.getTotal());
    double quote = billing.quote(subscription, reminder(subscription).getMillis()).join();
    answers.add(Math.round(quote * 100));
    billing.advance(subscription, 1, dues);
  }

  /** A month before, or on the last day of February where that is asked for. */
  private MutableDateTime reminder(Subscription subscription) {
    MutableDateTime reminder = subscription.due();
    reminder.addMonths(-1);
    answers.add(reminder);
    try {
      reminder.setDayOfMonth(subscription.getAnchor());
    } catch (IllegalArgumentException e) {
      answers.add(e.getMessage());
    }
    answers.add(reminder);
    return reminder;
  }

  private void read(String text, Subscription subscription) {
    try {
      answers.add(billing.parse(text, subscription.getZone()));
    } catch (IllegalArgumentException e) {
      answers.add(e);
    }
  }
}
