package com.example.billing.corrected;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.billing.plugin.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.joda.time.DateTimeZone;
import org.joda.time.MutableDateTime;
import org.joda.time.format.ISODateTimeFormat;

/** The corrected replacement and joda-time, for any time, also where clocks go forth and back. */
class CorrectedScheduleTest {

  private static final List<String> ZONES =
      List.of("Europe/Berlin", "America/New_York", "Australia/Sydney");

  private final Schedule schedule = new CorrectedSchedule();

  /** The half hours of four years. */
  private static final long FIRST = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();

  private static final int HALF_HOURS = 4 * 365 * 48;
  private static final long HALF_HOUR = 1_800_000;

  @Property
  void months_are_added_as_joda_time_does(
      @ForAll("zones") String zone,
      @ForAll @IntRange(max = HALF_HOURS) int at,
      @ForAll @IntRange(min = -13, max = 13) int months) {
    MutableDateTime legacy = legacy(zone, at);
    legacy.addMonths(months);
    assertThat(millis(schedule.plusMonths(date(zone, at), months))).isEqualTo(legacy.getMillis());
  }

  @Property
  void days_of_the_month_are_set_as_joda_time_does(
      @ForAll("zones") String zone,
      @ForAll @IntRange(max = HALF_HOURS) int at,
      @ForAll @IntRange(max = 32) int day) {
    MutableDateTime legacy = legacy(zone, at);
    String expected = outcome(() -> legacy.setDayOfMonth(day), legacy::getMillis);
    long[] found = new long[1];
    String said =
        outcome(
            () -> found[0] = millis(schedule.withDayOfMonth(date(zone, at), day)), () -> found[0]);
    assertThat(said).isEqualTo(expected);
  }

  @Property
  void weeks_are_told_as_joda_time_does(
      @ForAll("zones") String zone, @ForAll @IntRange(max = HALF_HOURS) int at) {
    MutableDateTime legacy = legacy(zone, at);
    assertThat(schedule.week(date(zone, at)))
        .isEqualTo(legacy.getWeekyear() + "-W" + legacy.getWeekOfWeekyear());
  }

  @Property
  void dates_are_read_as_joda_time_does(
      @ForAll("zones") String zone, @ForAll("dates") String text) {
    long[] found = new long[2];
    String expected =
        outcome(
            () ->
                found[0] =
                    ISODateTimeFormat.dateTimeParser()
                        .withZone(DateTimeZone.forID(zone))
                        .parseMutableDateTime(text)
                        .getMillis(),
            () -> found[0]);
    String said =
        outcome(() -> found[1] = millis(schedule.parse(text, ZoneId.of(zone))), () -> found[1]);
    assertThat(said).isEqualTo(expected);
  }

  @Provide
  Arbitrary<String> zones() {
    return Arbitraries.of(ZONES);
  }

  /** Dates of the forms that customers write, of which some are none. */
  @Provide
  Arbitrary<String> dates() {
    Arbitrary<String> days = Arbitraries.of("1", "03", "08", "29", "30", "31", "32");
    Arbitrary<String> months = Arbitraries.of("2", "03", "10", "11", "13");
    Arbitrary<String> times = Arbitraries.of("", "T02:30", "T2", "T23:59", "T24:00", "T12:60");
    return Combinators.combine(months, days, times)
        .as((month, day, time) -> "2026-" + month + "-" + day + time);
  }

  private interface Reading {
    long read();
  }

  private static String outcome(Runnable run, Reading reading) {
    try {
      run.run();
      return "" + reading.read();
    } catch (IllegalArgumentException e) {
      return e.toString();
    }
  }

  private static MutableDateTime legacy(String zone, int at) {
    return new MutableDateTime(FIRST + at * HALF_HOUR, DateTimeZone.forID(zone));
  }

  private static ZonedDateTime date(String zone, int at) {
    return Instant.ofEpochMilli(FIRST + at * HALF_HOUR).atZone(ZoneId.of(zone));
  }

  private static long millis(ZonedDateTime date) {
    return date.toInstant().toEpochMilli();
  }
}
