package dev.compat.agent.harm;

import static dev.compat.agent.harm.HarmApplication.NOT_THERE;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same suite as {@link ZeroHarmIT}'s on other libraries. Prints what it finds; judges nothing.
 */
@Tag("rivals")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RivalsIT {

  private static final Map<String, String> RIVALS = new LinkedHashMap<>();

  static {
    RIVALS.put("Scientist4J", "Scientist4J");
    RIVALS.put("Scientist4J$Async", "Scientist4J, async");
    RIVALS.put("LaunchDarkly", "LaunchDarkly, serial");
    RIVALS.put("LaunchDarkly$Parallel", "LaunchDarkly, parallel");
    RIVALS.put("ShadowTool", "shadow-tool");
    RIVALS.put("ShadowTool$SameThread", "shadow-tool, same thread");
  }

  @TempDir Path folder;

  @Test
  void the_same_promises_on_other_libraries() throws IOException {
    List<Promise> promises =
        Arrays.stream(Promise.values())
            .filter(promise -> promise.surroundings() == Promise.Surroundings.ORDINARY)
            .toList();
    Map<String, Map<Promise, String>> found = new LinkedHashMap<>();
    for (String rival : RIVALS.keySet()) {
      found.put(rival, perform(rival, promises));
    }
    HarmTable table = new HarmTable("rivals", "RivalsIT");
    List<String> head = new ArrayList<>(List.of("what happens"));
    head.addAll(RIVALS.values());
    table.head(head);
    for (Promise promise : promises) {
      if (found.values().stream().allMatch(one -> one.get(promise).equals(NOT_THERE))) {
        continue;
      }
      List<String> row = new ArrayList<>(List.of(promise.title()));
      found.values().forEach(one -> row.add(one.get(promise)));
      table.row(row);
    }
    table.inReadme();
  }

  /** Each promise in a process of its own: what one leaves behind is not to spoil another. */
  private Map<Promise, String> perform(String rival, List<Promise> promises) {
    Map<Promise, String> found = new LinkedHashMap<>();
    for (Promise promise : promises) {
      try (ForkedJvm jvm = start(rival)) {
        found.put(promise, jvm.ask(promise.name()));
      }
    }
    return found;
  }

  private ForkedJvm start(String rival) {
    Path home = Path.of(System.getProperty("compat.rivals"));
    Workbench bench = new Workbench(folder);
    return bench.startWithout(
        List.of("-Xmx1g"),
        HarmApplication.class.getName(),
        List.of(
            HostileLogging.jar(bench),
            HarmRun.TEST_CLASSES,
            home.resolve("classes"),
            home.resolve("lib/*")),
        "dev.compat.agent.harm.rivals." + rival);
  }
}
