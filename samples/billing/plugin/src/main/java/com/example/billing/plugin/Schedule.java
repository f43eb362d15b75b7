package com.example.billing.plugin;

import java.time.ZoneId;
import java.time.ZonedDateTime;

/** The arithmetic of due dates: the replacement. Implementations are safe for several threads. */
public interface Schedule {

  /** So many months later, or on the last day of a shorter month. */
  ZonedDateTime plusMonths(ZonedDateTime at, int months);

  /**
   * On another day of the month.
   *
   * @throws RuntimeException if the month has no such day; of which class is up to the
   *     implementation
   */
  ZonedDateTime withDayOfMonth(ZonedDateTime at, int day);

  /**
   * When the next invoice is due.
   *
   * @param anchor the day of the month on which it should be
   */
  ZonedDateTime next(ZonedDateTime due, int months, int anchor);

  /**
   * Reads a date, with or without a time.
   *
   * @throws RuntimeException if it is none; of which class is up to the implementation
   */
  ZonedDateTime parse(String text, ZoneId zone);

  /** The week of the year, such as {@code 2026-W7}. */
  String week(ZonedDateTime at);

  /** How many days there are between two times. */
  long days(ZonedDateTime from, ZonedDateTime to);
}
