package com.example.billing.plugin;

import com.example.billing.Billing;
import com.example.billing.Customer;
import com.example.billing.Due;
import com.example.billing.Invoice;
import com.example.billing.Subscription;
import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.Replaces;
import dev.compat.SafeToShare;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.joda.time.Chronology;
import org.joda.time.MutableDateTime;

/** The rules of billing, on {@code java.time}. */
@Replaces(value = Billing.class, migration = "billing")
@Effects(replacement = Effect.NONE, legacy = Effect.NONE)
@SafeToShare(Chronology.class)
final class BillingAdapter {

  private final Schedule schedule;
  private final InvoiceWriter invoices;

  @Inject
  BillingAdapter(Schedule schedule, InvoiceWriter invoices) {
    this.schedule = schedule;
    this.invoices = invoices;
  }

  void advance(Subscription subscription, int months, List<Due> dues) {
    dues.add(new Due(subscription.getId(), subscription.getNext()));
    ZonedDateTime due = JodaDates.of(subscription.due());
    ZonedDateTime next = schedule.next(due, months, subscription.getAnchor());
    subscription.billed(JodaDates.millis(next));
  }

  List<Due> latest(Collection<Due> dues) {
    Map<String, Due> latest =
        dues.stream()
            .collect(
                Collectors.toMap(
                    Due::getSubscription,
                    Function.identity(),
                    BinaryOperator.maxBy(Comparator.comparingLong(Due::getAt))));
    return latest.values().stream()
        .sorted(Comparator.comparingLong(Due::getAt).thenComparing(Due::getSubscription))
        .collect(Collectors.toList());
  }

  MutableDateTime parse(String text, String zone) {
    return JodaDates.joda(schedule.parse(text, ZoneId.of(zone)));
  }

  Invoice issue(Subscription subscription, Customer customer) {
    return invoices.write(subscription, customer);
  }

  CompletableFuture<Double> quote(Subscription subscription, long start) {
    ZonedDateTime due = JodaDates.of(subscription.due());
    ZonedDateTime from = Instant.ofEpochMilli(start).atZone(due.getZone());
    double monthly = subscription.getMonthly();
    return CompletableFuture.supplyAsync(
        () -> monthly / from.toLocalDate().lengthOfMonth() * schedule.days(from, due));
  }
}
