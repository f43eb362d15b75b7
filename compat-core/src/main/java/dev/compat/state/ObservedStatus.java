package dev.compat.state;

import java.util.Objects;

/**
 * What one process says of one class that it observes. Immutable.
 *
 * @param type the class's binary name
 * @param methods how many of its methods are observed; 0 until the class is loaded
 * @param calls calls of these since the start of the process
 * @param on whether calls are observed at present
 */
public record ObservedStatus(String type, int methods, long calls, boolean on) {

  public ObservedStatus {
    Objects.requireNonNull(type, "type");
  }
}
