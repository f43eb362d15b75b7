package dev.compat.recording;

/** A value cannot be written, or cannot be made again. */
public final class CodecException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CodecException(String message) {
    super(message, null, false, false);
  }

  CodecException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Why, naming types and places and never values. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
