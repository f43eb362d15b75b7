package com.example.billing.corrected;

import com.example.billing.plugin.Schedule;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import org.joda.time.DateTimeFieldType;
import org.joda.time.IllegalFieldValueException;

/** Dates as joda-time reckons them. */
final class CorrectedSchedule implements Schedule {

  /** Where clocks go back, joda-time takes the earlier hour; java.time keeps that of before. */
  @Override
  public ZonedDateTime plusMonths(ZonedDateTime at, int months) {
    return months == 0 ? at : at.toLocalDateTime().plusMonths(months).atZone(at.getZone());
  }

  @Override
  public ZonedDateTime withDayOfMonth(ZonedDateTime at, int day) {
    int last = YearMonth.from(at).lengthOfMonth();
    if (day < 1 || day > last) {
      throw new IllegalFieldValueException(DateTimeFieldType.dayOfMonth(), day, 1, last);
    }
    return at.withDayOfMonth(day);
  }

  @Override
  public ZonedDateTime next(ZonedDateTime due, int months, int anchor) {
    ZonedDateTime next = plusMonths(due, months);
    return next.withDayOfMonth(Math.min(anchor, YearMonth.from(next).lengthOfMonth()));
  }

  @Override
  public ZonedDateTime parse(String text, ZoneId zone) {
    return WrittenDate.read(text).in(zone);
  }

  @Override
  public String week(ZonedDateTime at) {
    return at.get(IsoFields.WEEK_BASED_YEAR) + "-W" + at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }

  @Override
  public long days(ZonedDateTime from, ZonedDateTime to) {
    return ChronoUnit.DAYS.between(from, to);
  }
}
