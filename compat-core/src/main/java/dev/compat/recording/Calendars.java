package dev.compat.recording;

import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;

/** Calendars and the time zones in them. */
@SuppressWarnings("JavaUtilDate") // as what is recorded
final class Calendars {

  private Calendars() {}

  static Object write(Object value) {
    GregorianCalendar calendar = (GregorianCalendar) ((GregorianCalendar) value).clone();
    return List.of(
        calendar.getTimeInMillis(),
        zone(calendar.getTimeZone()),
        calendar.isLenient(),
        calendar.getFirstDayOfWeek(),
        calendar.getMinimalDaysInFirstWeek(),
        calendar.getGregorianChange().getTime());
  }

  static Object read(Object json) {
    List<Object> parts = Scalar.list(json);
    GregorianCalendar calendar = new GregorianCalendar(zone(parts.get(1)));
    calendar.setGregorianChange(new Date(Scalar.integral(parts.get(5))));
    calendar.setTimeInMillis(Scalar.integral(parts.get(0)));
    calendar.setLenient((Boolean) parts.get(2));
    calendar.setFirstDayOfWeek(Scalar.integer(parts.get(3)));
    calendar.setMinimalDaysInFirstWeek(Scalar.integer(parts.get(4)));
    return calendar;
  }

  /** By its name, where that says all there is to it. */
  static String zone(TimeZone zone) {
    if (!zone(zone.getID()).hasSameRules(zone)) {
      throw new CodecException("a time zone with rules of its own");
    }
    return zone.getID();
  }

  static TimeZone zone(Object json) {
    return TimeZone.getTimeZone((String) json);
  }
}
