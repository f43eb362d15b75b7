package dev.compat.recording;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single values as recordings have them. Stateless. */
public final class RecordedValue {

  private RecordedValue() {}

  /**
   * Makes a value again, of whatever class: it is in a source.
   *
   * @param json as a recorded call has it
   * @throws CodecException where that cannot be, with the reason
   */
  public static @Nullable Object of(String json, ClassLoader loader) {
    return new Decoder(loader, Trusted.ALL).decode(JsonText.read(json));
  }

  /** Makes a throwable of that class, without its constructors; see {@link #of}. */
  public static Throwable thrown(String type, @Nullable String message, ClassLoader loader) {
    Map<String, @Nullable Object> node = new LinkedHashMap<>();
    node.put(Encoder.THROWN, type);
    node.put(Encoder.MESSAGE, message);
    node.put(Encoder.CAUSE, null);
    if (new Decoder(loader, Trusted.ALL).decode(node) instanceof Throwable thrown) {
      return thrown;
    }
    throw new CodecException(type + " is no throwable");
  }

  /** A value as people read it, near to Java; the name of its type where it cannot be written. */
  public static String shown(@Nullable Object value) {
    try {
      return Literal.shown(new Encoder(Redactor.NONE).encode("", value));
    } catch (CodecException impossible) {
      return "a " + (value == null ? "null" : value.getClass().getTypeName());
    }
  }
}
