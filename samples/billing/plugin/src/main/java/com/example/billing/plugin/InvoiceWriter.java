package com.example.billing.plugin;

import com.example.billing.Customer;
import com.example.billing.Invoice;
import com.example.billing.Subscription;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.UUID;

/** Writes invoices: exact sums, tidy texts, and months of two digits, as was agreed. */
@SuppressWarnings("JavaUtilDate") // what invoices have
final class InvoiceWriter {

  private static final BigDecimal TAX = new BigDecimal("1.19");
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MM/uuuu", Locale.ROOT);

  private final Schedule schedule;

  @Inject
  InvoiceWriter(Schedule schedule) {
    this.schedule = schedule;
  }

  Invoice write(Subscription subscription, Customer customer) {
    ZonedDateTime due = JodaDates.of(subscription.due());
    BigDecimal total =
        BigDecimal.valueOf(subscription.getMonthly())
            .multiply(TAX)
            .setScale(2, RoundingMode.HALF_UP);
    return new Invoice(
        UUID.randomUUID().toString(),
        new Date(),
        "Subscription " + subscription.getId() + " for " + customer.getEmail(),
        schedule.week(due),
        MONTH.format(due),
        total.doubleValue());
  }
}
