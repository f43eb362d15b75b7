package com.example.billing.plugin;

import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.Receiver;
import dev.compat.Replaces;
import dev.compat.SafeToShare;
import jakarta.inject.Inject;
import org.joda.time.Chronology;
import org.joda.time.DateTimeField;
import org.joda.time.MutableDateTime;

/**
 * Two methods that return nothing and change the date they are called on; so does the adapter, to
 * the copy that it is given.
 */
@Replaces(value = MutableDateTime.class, migration = "billing")
@Effects(replacement = Effect.NONE, legacy = Effect.NONE)
@SafeToShare({Chronology.class, DateTimeField.class})
final class MutableDateTimeAdapter {

  private final Schedule schedule;

  @Inject
  MutableDateTimeAdapter(Schedule schedule) {
    this.schedule = schedule;
  }

  void addMonths(@Receiver MutableDateTime date, int months) {
    date.setMillis(JodaDates.millis(schedule.plusMonths(JodaDates.of(date), months)));
  }

  void setDayOfMonth(@Receiver MutableDateTime date, int day) {
    date.setMillis(JodaDates.millis(schedule.withDayOfMonth(JodaDates.of(date), day)));
  }
}
