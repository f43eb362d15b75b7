package dev.compat.evidence;

import dev.compat.compare.Outcome;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notes what holds of one call: of its arguments, the legacy object, and what is in them, a few
 * levels deep and a bounded number of values.
 *
 * <p>Runs nothing of the application's: fields are read, and only containers of the JDK's are
 * walked through. What holds of a value is of the value: nothing is noted of one that is to be
 * redacted, and where no values are kept nothing that tells one. For one use by one thread.
 */
final class TraitWalk {

  private static final int MOST_VALUES = 32;
  private static final int MOST_ARGUMENTS = 16;
  private static final int MOST_ELEMENTS = 16;
  private static final int MOST_DEPTH = 3;
  private static final int MOST_CHARACTERS = 1_024;
  private static final int MOST_BITS = 4_000;

  private final TraitBook book;
  private final Redaction redaction;
  private final BitSet traits = new BitSet(TraitBook.MOST);
  private int values;

  private TraitWalk(TraitBook book, Redaction redaction) {
    this.book = book;
    this.redaction = redaction;
  }

  /**
   * Where a value is.
   *
   * @param shown with {@code [*]} for indices and keys
   * @param real with keys of maps, which rules may name
   */
  private record Place(String shown, String real) {
    Place element() {
      return new Place(shown + "[*]", real + "[*]");
    }

    Place field(String name) {
      return new Place(shown + "." + name, real + "." + name);
    }

    Place entry(@Nullable Object key) {
      return key instanceof String name
          ? new Place(shown + "[*]", Redaction.below(real, name))
          : element();
    }
  }

  /** What holds of a call. */
  static BitSet of(TraitBook book, Redaction redaction, TrialResult trial) {
    TraitWalk walk = new TraitWalk(book, redaction);
    List<@Nullable Object> arguments = trial.arguments();
    for (int i = 0; i < Math.min(arguments.size(), MOST_ARGUMENTS); i++) {
      walk.root("arg(" + i + ")", arguments.get(i));
    }
    if (trial.receiver() != null) {
      walk.root("this", trial.receiver());
    }
    walk.legacy(trial.legacy());
    return walk.traits;
  }

  private void legacy(Outcome legacy) {
    if (legacy.thrown() != null) {
      note("legacy", "threw " + legacy.thrown().getClass().getName());
    } else if (legacy.value() == null) {
      note("legacy", "returned null");
    }
  }

  private void root(String path, @Nullable Object value) {
    values = 0;
    Place place = new Place(path, path);
    typed(place, value);
    visit(place, value, 0);
  }

  private void typed(Place place, @Nullable Object value) {
    if (value != null && !isCovered(place, value)) {
      note(place.shown, "is a " + Looks.name(value.getClass()));
    }
  }

  private boolean isCovered(Place place, @Nullable Object value) {
    return redaction.keepsValues()
        && redaction.covers(place.real, value == null ? Object.class : value.getClass());
  }

  private void note(String path, String trait) {
    book.note(path + " " + trait, traits);
  }

  private void noteIf(boolean holds, String path, String trait) {
    if (holds) {
      note(path, trait);
    }
  }

  /** What tells a value, or a good part of it, and not only its shape. */
  private void noteValueIf(boolean holds, String path, String trait) {
    noteIf(holds && redaction.keepsValues(), path, trait);
  }

  private void visit(Place place, @Nullable Object value, int depth) {
    if (values++ >= MOST_VALUES || isCovered(place, value)) {
      return;
    }
    String path = place.shown;
    if (value == null) {
      note(path, "is null");
    } else if (value instanceof String text) {
      text(path, text);
    } else if (value instanceof Character character) {
      text(path, character.toString());
    } else if (value instanceof Boolean) {
      noteValueIf(true, path, "is " + value);
    } else if (value instanceof Enum<?> constant) {
      String name = constant.name();
      noteValueIf(redaction.text(name).equals(name), path, "is " + name);
    } else if (Jdk.isOwn(value.getClass())) {
      ofJdk(place, value, depth);
    } else if (value.getClass().isArray()) {
      array(place, value, depth);
    } else if (depth < MOST_DEPTH) {
      fields(place, value, depth);
    }
  }

  private void ofJdk(Place place, Object value, int depth) {
    String path = place.shown;
    if (value instanceof Number number) {
      number(path, number);
    } else if (value instanceof Collection<?> collection) {
      sized(path, collection.size());
      elements(place.element(), collection, depth);
    } else if (value instanceof Map<?, ?> map) {
      sized(path, map.size());
      elements(new Place("key of " + path, place.real), map.keySet(), depth);
      entries(place, map, depth);
    } else if (value instanceof Optional<?> optional) {
      noteIf(optional.isEmpty(), path, "is empty");
      optional.ifPresent(held -> visit(place, held, depth + 1));
    } else if (value.getClass().isArray()) {
      array(place, value, depth);
    } else {
      date(path, value);
    }
  }

  private void elements(Place place, Collection<?> elements, int depth) {
    int seen = 0;
    if (depth >= MOST_DEPTH) {
      return;
    }
    for (Object element : elements) {
      if (seen++ >= MOST_ELEMENTS) {
        return;
      }
      typed(place, element);
      visit(place, element, depth + 1);
    }
  }

  private void entries(Place place, Map<?, ?> map, int depth) {
    int seen = 0;
    if (depth >= MOST_DEPTH) {
      return;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (seen++ >= MOST_ELEMENTS) {
        return;
      }
      Place below = place.entry(entry.getKey());
      typed(below, entry.getValue());
      visit(below, entry.getValue(), depth + 1);
    }
  }

  private void array(Place place, Object array, int depth) {
    int length = Array.getLength(array);
    sized(place.shown, length);
    for (int i = 0; i < Math.min(length, MOST_ELEMENTS) && depth < MOST_DEPTH; i++) {
      visit(place.element(), Array.get(array, i), depth + 1);
    }
  }

  private void fields(Place place, Object value, int depth) {
    for (Field field : Jdk.fields(value.getClass())) {
      try {
        visit(place.field(field.getName()), field.get(value), depth + 1);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e); // each of them lets us in
      }
    }
  }

  private void sized(String path, int size) {
    noteIf(size == 0, path, "is empty");
    noteIf(size == 1, path, "has one element");
    noteIf(size > 15, path, "has more than 15 elements");
  }

  private void text(String path, String text) {
    int length = text.length();
    noteIf(length == 0, path, "is empty");
    noteIf(length > 15, path, "is longer than 15 characters");
    noteIf(length > 255, path, "is longer than 255 characters");
    if (length > 0) {
      new Characters(text).note(path);
      boolean framed = text.charAt(0) <= ' ' || text.charAt(length - 1) <= ' ';
      noteIf(framed, path, "begins or ends with a blank");
    }
  }

  /** What the characters of a text are, in one pass. */
  private final class Characters {
    private boolean above;
    private boolean surrogate;
    private boolean unpaired;
    private boolean control;
    private boolean quote;
    private boolean markup;
    private boolean lower;
    private boolean upper;
    private boolean digits = true;
    private boolean blank = true;

    Characters(String text) {
      int end = Math.min(text.length(), MOST_CHARACTERS);
      for (int i = 0; i < end; i++) {
        char c = text.charAt(i);
        look(c);
        if (Character.isSurrogate(c)) {
          surrogate = true;
          boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
          unpaired |= !pair;
          i += pair ? 1 : 0;
        }
      }
    }

    private void look(char c) {
      above |= c > 0x7F;
      control |= Character.isISOControl(c);
      quote |= c == '"' || c == '\'';
      markup |= c == '&' || c == '<' || c == '>';
      lower |= Character.isLowerCase(c);
      upper |= Character.isUpperCase(c);
      digits &= c >= '0' && c <= '9';
      blank &= c <= ' ';
    }

    void note(String path) {
      noteIf(above, path, "has a character above U+007F");
      noteIf(surrogate, path, "has a character above U+FFFF");
      noteIf(unpaired, path, "has half a surrogate pair");
      noteIf(control, path, "has a control character");
      noteIf(quote, path, "has a quote");
      noteIf(markup, path, "has one of & < >");
      noteIf(digits, path, "is digits only");
      noteIf(blank, path, "is blank");
      noteIf(upper, path, "has an upper-case letter");
      noteIf(upper && !lower, path, "is upper case");
    }
  }

  private void number(String path, Number number) {
    if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      noteIf(Double.isNaN(value), path, "is NaN");
      noteIf(Double.isInfinite(value), path, "is infinite");
      if (Math.abs(value) <= Double.MAX_VALUE) {
        decimal(path, new BigDecimal(number.toString()));
      }
    } else if (number instanceof BigDecimal value) {
      decimal(path, value);
    } else if (number instanceof BigInteger value) {
      decimal(path, new BigDecimal(value));
    } else if (Jdk.isWhole(number)) {
      decimal(path, BigDecimal.valueOf(number.longValue()));
    }
  }

  private void decimal(String path, BigDecimal value) {
    noteValueIf(value.signum() == 0, path, "is zero");
    noteIf(value.signum() < 0, path, "is negative");
    boolean isLarge = (long) value.precision() - value.scale() > 10;
    boolean isAbove = isLarge || value.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0;
    noteIf(isAbove && value.signum() != 0, path, "is beyond the range of int");
    if (value.scale() > 0 && value.unscaledValue().bitLength() <= MOST_BITS) {
      int digits = value.stripTrailingZeros().scale();
      noteIf(digits > 0, path, "has a fraction");
      noteIf(digits > 2, path, "has more than 2 fraction digits");
      boolean isFive =
          value.stripTrailingZeros().unscaledValue().abs().mod(BigInteger.TEN).intValue() == 5;
      noteValueIf(digits > 0 && isFive, path, "has 5 as its last fraction digit");
    }
  }

  @SuppressWarnings("JavaUtilDate") // legacy has them
  private void date(String path, Object value) {
    ZoneId zone = ZoneId.systemDefault();
    if (value instanceof Date date) {
      date(path, Instant.ofEpochMilli(date.getTime()).atZone(zone).toLocalDateTime(), zone);
    } else if (value instanceof Calendar calendar) {
      ZoneId own = calendar.getTimeZone().toZoneId();
      date(
          path,
          Instant.ofEpochMilli(calendar.getTimeInMillis()).atZone(own).toLocalDateTime(),
          own);
    } else if (value instanceof Instant instant) {
      if (Math.abs(instant.getEpochSecond()) < 100_000_000_000L) {
        date(path, instant.atZone(zone).toLocalDateTime(), zone);
      }
    } else if (value instanceof LocalDateTime local) {
      date(path, local, zone);
    } else if (value instanceof ZonedDateTime zoned) {
      date(path, zoned.toLocalDateTime(), zoned.getZone());
    } else if (value instanceof OffsetDateTime offset) {
      date(path, offset.toLocalDateTime(), zone);
    } else if (value instanceof LocalDate date) {
      day(path, date, zone);
    } else if (value instanceof LocalTime time) {
      noteValueIf(time.equals(LocalTime.MIDNIGHT), path, "is midnight");
    }
  }

  private void date(String path, LocalDateTime value, ZoneId zone) {
    noteValueIf(value.toLocalTime().equals(LocalTime.MIDNIGHT), path, "is midnight");
    day(path, value.toLocalDate(), zone);
  }

  private void day(String path, LocalDate day, ZoneId zone) {
    noteValueIf(day.getYear() < 1970, path, "is before 1970");
    noteValueIf(day.getDayOfMonth() == day.lengthOfMonth(), path, "is the last day of a month");
    noteValueIf(day.getMonthValue() == 2 && day.getDayOfMonth() == 29, path, "is 29 February");
    noteValueIf(changesClock(day, zone.getRules()), path, "is a day on which the clock changes");
  }

  private static boolean changesClock(LocalDate day, ZoneRules rules) {
    return !rules.isFixedOffset()
        && day.isBefore(LocalDate.MAX)
        && !rules
            .getOffset(day.atStartOfDay())
            .equals(rules.getOffset(day.plusDays(1).atStartOfDay()));
  }
}
