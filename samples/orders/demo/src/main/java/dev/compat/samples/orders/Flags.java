package dev.compat.samples.orders;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The contents of {@code flags.yaml}: a flag for each layer, {@code legacy} until set. */
final class Flags {

  /** When a row was read is never the same twice. */
  private static final String NOISE = ", compare: {ignore: [find.read_at]}";

  /** Compares every call; where the queue is full, callers wait. */
  static final String EVERY_CALL = ", shadow: {sample: 100%, overflow: wait}";

  private final Map<Layer, String> flags = new EnumMap<>(Layer.class);

  Flags() {
    for (Layer layer : Layer.values()) {
      flags.put(layer, "route: legacy");
    }
  }

  /** Gives a layer a route, and what else its flag says, such as {@code route: new, floor: new}. */
  Flags set(Layer layer, String flag) {
    flags.put(layer, flag);
    return this;
  }

  /** Has every call of a layer compared that its route compares. */
  Flags compared(Layer layer, String flag) {
    return set(layer, flag + EVERY_CALL + (layer == Layer.CUSTOMERS ? NOISE : ""));
  }

  /** The line of one flag. */
  String line(Layer layer) {
    return layer + ": {context: {tenant: \"mdc:tenant\"}, " + flags.get(layer) + "}";
  }

  /** The file. */
  String text() {
    return flags.keySet().stream()
        .map(layer -> "  " + line(layer) + "\n")
        .collect(Collectors.joining("", "flags:\n", ""));
  }
}
