package dev.compat.evidence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Evidence by what it may be added up over: one migration, one version of its adapters, one version
 * of the application.
 */
final class Sections {

  private final Map<Version, Map<String, JoinPointSnapshot>> sections = new HashMap<>();

  private record Version(String migration, String adapters) {}

  /** Adds evidence to what there is of the same join point and versions. */
  void add(String adapters, JoinPointSnapshot evidence) {
    sections
        .computeIfAbsent(new Version(evidence.migration(), adapters), version -> new TreeMap<>())
        .merge(evidence.joinPoint() + '\n' + evidence.version(), evidence, JoinPointSnapshot::plus);
  }

  /** The join points by the name of their migration, which says the version where it must. */
  Map<String, List<JoinPointSnapshot>> byTitle() {
    Map<String, TreeSet<String>> adapters = new HashMap<>();
    sections
        .keySet()
        .forEach(
            version ->
                adapters
                    .computeIfAbsent(version.migration, name -> new TreeSet<>())
                    .add(version.adapters));
    Map<String, List<JoinPointSnapshot>> titled = new TreeMap<>();
    sections.forEach(
        (version, points) -> {
          boolean isOne = adapters.getOrDefault(version.migration, new TreeSet<>()).size() == 1;
          String title =
              isOne ? version.migration : version.migration + " · adapters " + version.adapters;
          byApplication(title, points, titled);
        });
    return Collections.unmodifiableMap(titled);
  }

  /** A section of its own only where one join point has evidence of several versions. */
  private static void byApplication(
      String title,
      Map<String, JoinPointSnapshot> points,
      Map<String, List<JoinPointSnapshot>> titled) {
    Map<String, List<JoinPointSnapshot>> byJoinPoint = new TreeMap<>();
    points
        .values()
        .forEach(
            one ->
                byJoinPoint.computeIfAbsent(one.joinPoint(), name -> new ArrayList<>()).add(one));
    for (List<JoinPointSnapshot> alike : byJoinPoint.values()) {
      for (JoinPointSnapshot one : alike) {
        String version = one.version().isEmpty() ? "unknown" : one.version();
        String section = alike.size() == 1 ? title : title + " · application " + version;
        titled.computeIfAbsent(section, name -> new ArrayList<>()).add(one);
      }
    }
  }
}
