package dev.compat.evidence;

import java.time.Instant;
import java.util.Objects;

/**
 * One line of an evidence file: what one run of one process has observed of one legacy method, from
 * its start until then.
 *
 * @param format the version of this format; a reader skips a line of another
 * @param process which process
 * @param run when its run began, which tells it from an earlier one of the same name
 * @param time when the line was written
 * @param observed what was observed
 */
public record ObservedLine(
    int format, String process, Instant run, Instant time, ObservedSnapshot observed)
    implements LogLine {

  static final int FORMAT = 1;

  public ObservedLine {
    Objects.requireNonNull(process);
    Objects.requireNonNull(run);
    Objects.requireNonNull(time);
    Objects.requireNonNull(observed);
  }

  private record Key(String process, Instant run, String method) {}

  @Override
  public Object key() {
    return new Key(process, run, observed.key());
  }

  @Override
  public boolean repeats(LogLine other) {
    return other instanceof ObservedLine line && line.observed.equals(observed);
  }

  static ObservedLine parse(String text) {
    ObservedLine line = Json.read(text, ObservedLine.class);
    if (line.format != FORMAT) {
      throw new IllegalArgumentException("format " + line.format + " is not known");
    }
    line.observed.check();
    return line;
  }

  @Override
  public String text() {
    return Json.write(this);
  }
}
