package dev.compat.recording;

import org.jspecify.annotations.Nullable;

/** Says what of a value must not be kept. Called by workers, several at a time. */
@FunctionalInterface
public interface Redactor {

  /** Nothing is redacted. */
  Redactor NONE = (path, value) -> null;

  /**
   * What is kept in the place of a value; null where the value itself may be.
   *
   * @param path such as {@code arg(0).customer.email} or {@code result.lines[3]}
   */
  @Nullable String placeholder(String path, Object value);
}
