package com.example.billing.plugin;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.MutableDateTime;

/** Joda-time's mutable dates and those of {@code java.time}. */
final class JodaDates {

  private JodaDates() {}

  static ZonedDateTime of(MutableDateTime date) {
    return Instant.ofEpochMilli(date.getMillis()).atZone(ZoneId.of(date.getZone().getID()));
  }

  static long millis(ZonedDateTime date) {
    return date.toInstant().toEpochMilli();
  }

  static MutableDateTime joda(ZonedDateTime date) {
    return new MutableDateTime(millis(date), DateTimeZone.forID(date.getZone().getId()));
  }
}
