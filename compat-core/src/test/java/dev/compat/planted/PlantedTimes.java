package dev.compat.planted;

import static dev.compat.planted.Pair.one;
import static dev.compat.planted.Pair.with;

import dev.compat.compare.Difference.Kind;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/** What migrations do to dates and times. */
@SuppressWarnings({"JavaUtilDate", "MisusedWeekYear"}) // that is what is planted
final class PlantedTimes {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private PlantedTimes() {}

  static List<Pair> all() {
    return List.of(
        one(
                "the day is that of UTC and not of the office",
                (Instant at) -> LocalDate.ofInstant(at, BERLIN),
                (Instant at) -> LocalDate.ofInstant(at, ZoneOffset.UTC))
            .shownBy(() -> with(Instant.parse("2026-01-31T23:30:00Z")))
            .notBy(() -> with(Instant.parse("2026-01-31T12:00:00Z")))
            .at("result", Kind.VALUE),
        one(
                "a time that the clocks leave out stays where it is",
                (LocalDateTime at) -> at.atZone(BERLIN).toLocalDateTime(),
                (LocalDateTime at) -> at.atZone(ZoneOffset.UTC).toLocalDateTime())
            .shownBy(() -> with(LocalDateTime.parse("2026-03-29T02:30:00")))
            .notBy(() -> with(LocalDateTime.parse("2026-03-29T04:30:00")))
            .at("result", Kind.VALUE),
        one(
                "a day is 24 hours, also when the clocks change",
                (LocalDateTime at) -> at.atZone(BERLIN).plusDays(1),
                (LocalDateTime at) -> at.atZone(BERLIN).plusHours(24))
            .shownBy(() -> with(LocalDateTime.parse("2026-10-24T12:00:00")))
            .notBy(() -> with(LocalDateTime.parse("2026-06-24T12:00:00")))
            .at("result", Kind.VALUE),
        one(
                "the year is that of the week",
                (LocalDate day) -> day.format(DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.UK)),
                (LocalDate day) -> day.format(DateTimeFormatter.ofPattern("YYYY-MM-dd", Locale.UK)))
            .shownBy(() -> with(LocalDate.of(2024, 12, 31)))
            .notBy(() -> with(LocalDate.of(2024, 6, 30)))
            .at("result", Kind.TEXT),
        one(
                "a month after the end of January is thirty days later",
                (LocalDate day) -> day.plusMonths(1),
                (LocalDate day) -> day.plusDays(day.lengthOfMonth()))
            .shownBy(() -> with(LocalDate.of(2026, 1, 31)))
            .notBy(() -> with(LocalDate.of(2026, 1, 15)))
            .at("result", Kind.VALUE),
        one(
                "a day that does not exist is no longer the next month's",
                (String text) -> lenient(text),
                (String text) -> LocalDate.parse(text).toString())
            .shownBy(() -> with("2026-02-30"))
            .notBy(() -> with("2026-02-28"))
            .at("thrown", Kind.THROWN),
        one(
                "the milliseconds are cut off",
                (Date at) -> new Date(at.getTime()),
                (Date at) -> Date.from(at.toInstant().truncatedTo(ChronoUnit.SECONDS)))
            .shownBy(() -> with(new Date(1_234)))
            .notBy(() -> with(new Date(1_000)))
            .at("result", Kind.VALUE),
        one(
                "dates before 1582 are of another calendar",
                (String text) -> lenient(text),
                (String text) -> julianMillisAsIso(text))
            .shownBy(() -> with("1500-03-01"))
            .notBy(() -> with("1900-03-01"))
            .at("result", Kind.TEXT));
  }

  private static String lenient(String text) throws Exception {
    SimpleDateFormat format = format();
    return format.format(format.parse(text));
  }

  private static String julianMillisAsIso(String text) throws Exception {
    return LocalDate.ofInstant(format().parse(text).toInstant(), ZoneOffset.UTC).toString();
  }

  private static SimpleDateFormat format() {
    SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT);
    format.setCalendar(new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT));
    return format;
  }
}
