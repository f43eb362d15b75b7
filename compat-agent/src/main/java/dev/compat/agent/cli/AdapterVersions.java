package dev.compat.agent.cli;

import dev.compat.evidence.EvidenceLine;
import dev.compat.evidence.EvidenceReading;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of the adapters a report is about.
 *
 * @param only the one version that was asked for; {@code null} for all, or for the latest
 * @param latest by migration, the version of the run that started last; empty unless wanted
 */
record AdapterVersions(@Nullable String only, Map<String, String> latest) {

  static final String LATEST = "latest";
  private static final String ALL = "all";

  static AdapterVersions of(EvidenceReading reading, String asked) {
    return switch (asked) {
      case LATEST -> new AdapterVersions(null, latest(reading));
      case ALL -> new AdapterVersions(null, Map.of());
      default -> new AdapterVersions(asked, Map.of());
    };
  }

  private static Map<String, String> latest(EvidenceReading reading) {
    Map<String, EvidenceLine> last = new HashMap<>();
    BinaryOperator<EvidenceLine> later =
        BinaryOperator.maxBy(
            Comparator.comparing(EvidenceLine::run).thenComparing(EvidenceLine::time));
    reading.lines().forEach(line -> last.merge(line.evidence().migration(), line, later));
    Map<String, String> versions = new HashMap<>();
    last.forEach((migration, line) -> versions.put(migration, line.adapters()));
    return versions;
  }

  static List<String> in(EvidenceReading reading) {
    return reading.lines().stream().map(EvidenceLine::adapters).distinct().sorted().toList();
  }

  boolean wanted(EvidenceLine line) {
    if (only != null) {
      return line.adapters().equals(only);
    }
    String version = latest.get(line.evidence().migration());
    return version == null || line.adapters().equals(version);
  }

  /** Says what a report is silent about; empty when it is about everything. */
  Optional<String> leftOut(EvidenceReading all) {
    String others =
        all.lines().stream()
            .filter(line -> !wanted(line))
            .map(line -> line.evidence().migration() + " " + line.adapters())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "left out: evidence of other adapters (" + others + "); --adapters all adds it");
  }
}
