package dev.compat.recording;

import dev.compat.evidence.Redaction;
import org.jspecify.annotations.Nullable;

/** Says what of a value must not be kept. Called by workers, several at a time. */
@FunctionalInterface
public interface Redactor {

  /** Stands for what is left out. */
  String REDACTED = "redacted";

  /** Nothing is redacted. */
  Redactor NONE = (path, value) -> null;

  /** What a configuration says. */
  static Redactor of(Redaction redaction) {
    return redaction.keepsEverything()
        ? NONE
        : (path, value) -> placeholder(redaction, path, value);
  }

  private static @Nullable String placeholder(Redaction redaction, String path, Object value) {
    boolean isCovered =
        redaction.covers(path, value.getClass())
            || (value instanceof CharSequence text
                && !redaction.text(text.toString()).equals(text.toString()));
    return isCovered ? REDACTED : null;
  }

  /**
   * What is kept in the place of a value; null where the value itself may be.
   *
   * @param path such as {@code arg(0).customer.email} or {@code result.lines[3]}
   */
  @Nullable String placeholder(String path, Object value);
}
