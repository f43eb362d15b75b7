package com.example.billing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.joda.time.DateTimeZone;
import org.joda.time.Days;
import org.joda.time.MutableDateTime;
import org.joda.time.format.ISODateTimeFormat;

/** The rules of billing, as they were written for joda-time. */
@SuppressWarnings("JavaUtilDate") // of its time
public final class Billing {

  private static final double TAX = 1.19;

  /**
   * Notes an invoice that is due, and moves the subscription on.
   *
   * @param dues where it is noted
   */
  public void advance(Subscription subscription, int months, List<Due> dues) {
    dues.add(new Due(subscription.getId(), subscription.getNext()));
    MutableDateTime next = subscription.due();
    next.addMonths(months);
    next.setDayOfMonth(Math.min(subscription.getAnchor(), next.dayOfMonth().getMaximumValue()));
    subscription.billed(next.getMillis());
  }

  /** The latest of what is due, for each subscription, in no order. */
  public List<Due> latest(Collection<Due> dues) {
    Map<String, Due> latest = new HashMap<>();
    for (Due due : dues) {
      Due known = latest.get(due.getSubscription());
      if (known == null || known.getAt() <= due.getAt()) {
        latest.put(due.getSubscription(), due);
      }
    }
    return new ArrayList<>(latest.values());
  }

  /**
   * Reads a date as customers write it.
   *
   * @throws IllegalArgumentException if it is none
   */
  public MutableDateTime parse(String text, String zone) {
    return ISODateTimeFormat.dateTimeParser()
        .withZone(DateTimeZone.forID(zone))
        .parseMutableDateTime(text);
  }

  /** Writes the next invoice of a subscription. */
  public Invoice issue(Subscription subscription, Customer customer) {
    MutableDateTime due = subscription.due();
    return new Invoice(
        UUID.randomUUID().toString(),
        new Date(),
        "Subscription " + subscription.getId() + "  for " + customer.getEmail() + " ",
        due.getWeekyear() + "-W" + due.getWeekOfWeekyear(),
        due.getMonthOfYear() + "/" + due.getYear(),
        Math.round(subscription.getMonthly() * TAX * 100) / 100.0);
  }

  /** Finds out what a subscription costs from some time on until it is due. */
  public CompletableFuture<Double> quote(Subscription subscription, long from) {
    MutableDateTime start = subscription.due();
    start.setMillis(from);
    MutableDateTime due = subscription.due();
    return CompletableFuture.supplyAsync(
        () -> {
          int days = Days.daysBetween(start, due).getDays();
          return subscription.getMonthly() * days / start.dayOfMonth().getMaximumValue();
        });
  }
}
