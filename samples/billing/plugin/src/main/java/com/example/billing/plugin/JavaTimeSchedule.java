package com.example.billing.plugin;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** What a team would write first. */
final class JavaTimeSchedule implements Schedule {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd['T'HH:mm]", Locale.ROOT);
  private static final DateTimeFormatter WEEK = DateTimeFormatter.ofPattern("YYYY-'W'w", Locale.US);

  @Override
  public ZonedDateTime plusMonths(ZonedDateTime at, int months) {
    return at.plusMonths(months);
  }

  @Override
  public ZonedDateTime withDayOfMonth(ZonedDateTime at, int day) {
    return at.withDayOfMonth(day);
  }

  @Override
  public ZonedDateTime next(ZonedDateTime due, int months, int anchor) {
    return due.plusMonths(months);
  }

  @Override
  public ZonedDateTime parse(String text, ZoneId zone) {
    TemporalAccessor parsed = DATE.parseBest(text, LocalDateTime::from, LocalDate::from);
    return parsed instanceof LocalDateTime time
        ? time.atZone(zone)
        : LocalDate.from(parsed).atStartOfDay(zone);
  }

  @Override
  public String week(ZonedDateTime at) {
    return WEEK.format(at);
  }

  @Override
  public long days(ZonedDateTime from, ZonedDateTime to) {
    return Duration.between(from, to).toDays();
  }
}
