package dev.compat.evidence;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * One line of an evidence file: what one run of one process has recorded of one join point, from
 * its start until then.
 *
 * @param format the version of this format; a reader skips a line of another
 * @param process which process
 * @param run when its run began, which tells it from an earlier one of the same name
 * @param time when the line was written
 * @param revision the revision of the flags in force then
 * @param adapters the version of the adapters in force then
 * @param evidence what was recorded
 */
public record EvidenceLine(
    int format,
    String process,
    Instant run,
    Instant time,
    String revision,
    String adapters,
    JoinPointSnapshot evidence)
    implements LogLine {

  /** Since 2 excuses are told from matches, and lines know the version of the application. */
  static final int FORMAT = 2;

  public EvidenceLine {
    Objects.requireNonNull(process);
    Objects.requireNonNull(run);
    Objects.requireNonNull(time);
    Objects.requireNonNull(revision);
    Objects.requireNonNull(adapters);
    Objects.requireNonNull(evidence);
  }

  private record Key(
      String process,
      Instant run,
      String migration,
      String joinPoint,
      String version,
      String adapters) {}

  @Override
  public Object key() {
    return new Key(
        process, run, evidence.migration(), evidence.joinPoint(), evidence.version(), adapters);
  }

  @Override
  public boolean repeats(LogLine other) {
    return other instanceof EvidenceLine line
        && line.evidence.equals(evidence)
        && line.revision.equals(revision)
        && line.adapters.equals(adapters);
  }

  EvidenceLine without(Set<String> units) {
    return new EvidenceLine(
        format, process, run, time, revision, adapters, evidence.without(units));
  }

  static EvidenceLine parse(String text) {
    EvidenceLine line = Json.read(text, EvidenceLine.class);
    if (line.format != FORMAT) {
      throw new IllegalArgumentException("format " + line.format + " is not known");
    }
    line.evidence.check();
    return line;
  }

  @Override
  public String text() {
    return Json.write(this);
  }
}
