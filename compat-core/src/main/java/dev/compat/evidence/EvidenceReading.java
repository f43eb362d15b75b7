package dev.compat.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What evidence files say.
 *
 * @param lines the last line of every join point of every run of every process
 * @param observed the last line of every observed method of every run of every process
 * @param skipped how many lines could not be read, such as the last of a process that was killed
 */
public record EvidenceReading(List<EvidenceLine> lines, List<ObservedLine> observed, long skipped) {

  public EvidenceReading {
    lines = List.copyOf(lines);
    observed = List.copyOf(observed);
  }

  /**
   * Only some of the lines: those of one version of the adapters, say, since a difference that was
   * corrected says nothing about what is in force now. What was observed stays: it is of legacy.
   */
  public EvidenceReading where(Predicate<EvidenceLine> wanted) {
    return new EvidenceReading(lines.stream().filter(wanted).toList(), observed, skipped);
  }

  /**
   * The evidence of every join point over all runs of all processes, never over versions, in order
   * of their names.
   */
  public List<JoinPointSnapshot> merged() {
    Map<String, JoinPointSnapshot> merged = new TreeMap<>();
    for (EvidenceLine line : lines) {
      JoinPointSnapshot evidence = line.evidence();
      String key =
          String.join(
              "\n",
              evidence.migration(),
              evidence.joinPoint(),
              line.adapters(),
              evidence.version());
      merged.merge(key, evidence, JoinPointSnapshot::plus);
    }
    return List.copyOf(merged.values());
  }

  /** What was observed of every method over all runs of all processes, in order of their names. */
  public List<ObservedSnapshot> mergedObserved() {
    Map<String, ObservedSnapshot> merged = new TreeMap<>();
    for (ObservedLine line : observed) {
      merged.merge(line.observed().key(), line.observed(), ObservedSnapshot::plus);
    }
    return List.copyOf(merged.values());
  }

  /** How many runs of processes the lines are of. */
  long runs() {
    record Run(String process, Instant start) {}
    return Stream.concat(
            lines.stream().map(line -> new Run(line.process(), line.run())),
            observed.stream().map(line -> new Run(line.process(), line.run())))
        .distinct()
        .count();
  }
}
