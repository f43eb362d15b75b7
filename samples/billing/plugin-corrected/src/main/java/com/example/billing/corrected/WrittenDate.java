package com.example.billing.corrected;

import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.joda.time.DateTimeFieldType;
import org.joda.time.IllegalFieldValueException;
import org.joda.time.IllegalInstantException;
import org.jspecify.annotations.Nullable;

/**
 * A date as customers write it: with or without zeros, a day, or a time. Of what joda-time reads
 * besides, weeks and fractions, customers have never written any.
 */
record WrittenDate(String text, LocalDateTime date) {

  private static final Pattern DATE =
      Pattern.compile("(\\d{4})(?:-(\\d\\d?)(?:-(\\d\\d?))?)?(?:T(\\d\\d?)(?::(\\d\\d?))?)?");
  private static final int MONTHS = 12;
  private static final int LAST_HOUR = 23;
  private static final int LAST_MINUTE = 59;

  /**
   * @throws IllegalArgumentException as joda-time does
   */
  static WrittenDate read(String text) {
    Matcher found = DATE.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException("Invalid format: \"" + text + '"');
    }
    int year = Integer.parseInt(found.group(1));
    int month = number(found.group(2), 1);
    int day = number(found.group(3), 1);
    int hour = number(found.group(4), 0);
    int minute = number(found.group(5), 0);
    check(text, DateTimeFieldType.monthOfYear(), month, 1, MONTHS);
    check(text, DateTimeFieldType.dayOfMonth(), day, 1, YearMonth.of(year, month).lengthOfMonth());
    check(text, DateTimeFieldType.hourOfDay(), hour, 0, LAST_HOUR);
    check(text, DateTimeFieldType.minuteOfHour(), minute, 0, LAST_MINUTE);
    return new WrittenDate(text, LocalDateTime.of(year, month, day, hour, minute));
  }

  private static int number(@Nullable String digits, int missing) {
    return digits == null ? missing : Integer.parseInt(digits);
  }

  private static void check(String text, DateTimeFieldType field, int value, int low, int high) {
    if (value < low || value > high) {
      IllegalFieldValueException wrong = new IllegalFieldValueException(field, value, low, high);
      wrong.prependMessage("Cannot parse \"" + text + '"');
      throw wrong;
    }
  }

  /**
   * @throws IllegalInstantException where clocks skip it
   */
  ZonedDateTime in(ZoneId zone) {
    if (zone.getRules().getValidOffsets(date).isEmpty()) {
      throw new IllegalInstantException(
          "Cannot parse \""
              + text
              + "\": Illegal instant due to time zone offset transition ("
              + zone
              + ")");
    }
    return date.atZone(zone);
  }
}
