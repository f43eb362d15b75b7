package dev.compat.agent.harm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The zero-harm contract, line by line, in each of the ways in which we are used.
 *
 * <p>The table in the README has to be the one that is found here; {@code -Dharm.write=true} writes
 * it there.
 */
@Tag("zero-harm")
class ZeroHarmIT {

  @TempDir Path folder;

  @Test
  void every_promise_is_kept() throws Exception {
    Map<Way, HarmRun> runs = new EnumMap<>(Way.class);
    for (Way way : Way.values()) {
      HarmRun run = new HarmRun(folder, way);
      run.perform();
      runs.put(way, run);
    }
    HarmTable table = new HarmTable("zero harm", "ZeroHarmIT");
    List<String> head = new ArrayList<>(List.of("what happens"));
    runs.keySet().forEach(way -> head.add(way.title()));
    head.add("the report says");
    table.head(head);
    for (Promise promise : Promise.values()) {
      List<String> row = new ArrayList<>(List.of(promise.title()));
      runs.values().forEach(run -> row.add(run.outcome(promise)));
      row.add(reported(promise, runs));
      table.row(row);
    }
    table.compareWithReadme();
    runs.forEach(
        (way, run) ->
            assertThat(run.outcomes()).as(way.title()).containsOnly(HarmApplication.KEPT));
  }

  /** What the evidence says, by way where that is not the same. */
  private static String reported(Promise promise, Map<Way, HarmRun> runs) {
    Map<String, List<String>> ways = new LinkedHashMap<>();
    runs.keySet().stream()
        .filter(way -> way.has(promise))
        .forEach(
            way ->
                ways.computeIfAbsent(runs.get(way).reported(promise), text -> new ArrayList<>())
                    .add(way.title()));
    return ways.size() == 1
        ? ways.keySet().iterator().next()
        : ways.entrySet().stream()
            .map(each -> String.join(", ", each.getValue()) + ": " + each.getKey())
            .collect(Collectors.joining("; "));
  }
}
