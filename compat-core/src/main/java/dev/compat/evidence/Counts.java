package dev.compat.evidence;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Maps of what is counted. Of its own, since records that are parts of each other must not lean on
 * each other's static fields while they are initialised.
 */
final class Counts {

  private Counts() {}

  static <V> Map<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
