package dev.compat.agent.cli;

import dev.compat.evidence.EvidenceLine;
import dev.compat.evidence.EvidenceReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which evidence a report is of: of one version of adapters and application, since what another did
 * says nothing about what is in force. Immutable.
 */
final class EvidenceVersions {

  static final String LATEST = "latest";
  static final String ALL = "all";

  private static final BinaryOperator<EvidenceLine> LATER =
      BinaryOperator.maxBy(
          Comparator.comparing(EvidenceLine::run).thenComparing(EvidenceLine::time));

  private final @Nullable String only;
  private final Map<String, String> adapters;
  private final Map<List<String>, String> application;

  private EvidenceVersions(
      @Nullable String only, Map<String, String> adapters, Map<List<String>, String> application) {
    this.only = only;
    this.adapters = adapters;
    this.application = application;
  }

  static EvidenceVersions of(EvidenceReading reading, String asked) {
    return switch (asked) {
      case LATEST -> latest(reading);
      case ALL -> new EvidenceVersions(null, Map.of(), Map.of());
      default -> new EvidenceVersions(asked, Map.of(), Map.of());
    };
  }

  /** Of the process that started last, for every migration and join point. */
  private static EvidenceVersions latest(EvidenceReading reading) {
    Map<String, EvidenceLine> last = new HashMap<>();
    reading.lines().forEach(line -> last.merge(line.evidence().migration(), line, LATER));
    Map<String, String> adapters = new HashMap<>();
    last.forEach((migration, line) -> adapters.put(migration, line.adapters()));
    Map<List<String>, EvidenceLine> lastOfPoint = new HashMap<>();
    reading.lines().stream()
        .filter(line -> line.adapters().equals(adapters.get(line.evidence().migration())))
        .forEach(line -> lastOfPoint.merge(joinPoint(line), line, LATER));
    Map<List<String>, String> application = new HashMap<>();
    lastOfPoint.forEach((point, line) -> application.put(point, line.evidence().version()));
    return new EvidenceVersions(null, adapters, application);
  }

  private static List<String> joinPoint(EvidenceLine line) {
    return List.of(line.evidence().migration(), line.evidence().joinPoint());
  }

  /** The versions that there is evidence of. */
  static List<String> in(EvidenceReading reading) {
    return reading.lines().stream().map(EvidenceVersions::text).distinct().sorted().toList();
  }

  private static String text(EvidenceLine line) {
    String version = line.evidence().version();
    return version.isEmpty() ? line.adapters() : line.adapters() + " on " + version;
  }

  boolean wanted(EvidenceLine line) {
    if (only != null) {
      return isOf(line, only);
    }
    String latestAdapters = adapters.get(line.evidence().migration());
    String latest = application.get(joinPoint(line));
    return (latestAdapters == null || line.adapters().equals(latestAdapters))
        && (latest == null || line.evidence().version().equals(latest));
  }

  /** A version is named by that of the adapters, of the application, or both. */
  static boolean isOf(EvidenceLine line, String version) {
    String application = line.evidence().version();
    return line.adapters().equals(version)
        || text(line).equals(version)
        || (!application.isEmpty()
            && (application.equals(version) || application.startsWith(version + " (")));
  }

  /** The versions of the first join point that there is evidence of several of; else none. */
  static List<String> several(EvidenceReading reading) {
    Map<List<String>, List<String>> versions = new LinkedHashMap<>();
    for (EvidenceLine line : reading.lines()) {
      List<String> known = versions.computeIfAbsent(joinPoint(line), point -> new ArrayList<>());
      if (!known.contains(text(line))) {
        known.add(text(line));
      }
    }
    return versions.values().stream().filter(all -> all.size() > 1).findFirst().orElse(List.of());
  }

  /** Says what a report is silent about; empty when it is about everything. */
  Optional<String> leftOut(EvidenceReading all) {
    return others(all)
        .map(
            others ->
                "left out: evidence of other versions (" + others + "); --version all shows it");
  }

  /** The versions that are not wanted; empty when all are. */
  Optional<String> others(EvidenceReading all) {
    String others =
        all.lines().stream()
            .filter(line -> !wanted(line))
            .map(line -> line.evidence().migration() + " " + text(line))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? Optional.empty() : Optional.of(others);
  }
}
