package dev.compat.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.Effect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller whose stack ends anywhere on the way leaves nothing of the toolkit's as it was not. */
class EdgeOfTheStackTest {

  private static final int DIVES = 300;

  @TempDir Path folder;

  /** Calls at every depth, the deepest of which have no stack left for it. */
  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static void dive(Call1<List<String>, String, RuntimeException> call, List<String> given) {
    try {
      String answer = call.call(given);
      if (!answer.endsWith("given")) {
        throw new IllegalStateException(answer);
      }
    } finally {
      dive(call, given);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "route: shadow, shadow: {queue: 5}",
        "route: verify, shadow: {queue: 5}",
        "route: fallback",
        "route: new",
        "context: {x: 'arg(0)'}, route: new, rules: [{when: {x: [y]}, route: legacy}]"
      })
  void what_is_changed_is_put_back(String flag) throws Exception {
    try (Opened open = new Opened(folder, "m: {" + flag + "}")) {
      Call1<List<String>, String, RuntimeException> call =
          open.migration("m")
              .joinPoint("call")
              .replacementEffects(Effect.NONE)
              .legacyEffects(Effect.NONE)
              .sharingNothingMutable()
              .of(given -> "legacy " + given.get(0), given -> "new " + given.get(0));
      open.follow();
      ExecutorService caller =
          Executors.newSingleThreadExecutor(work -> new Thread(null, work, "caller", 300_000));
      try {
        caller.submit(() -> dives(call)).get(5, TimeUnit.MINUTES);
        // Were it still in a legacy arm, as far as is known, it would go on answering from legacy.
        open.flags("m: {route: new}");
        List<String> given = List.of("given");
        assertThat(caller.submit(() -> call.call(given)).get()).isEqualTo("new given");
      } finally {
        caller.shutdownNow();
      }
    }
  }

  private static void dives(Call1<List<String>, String, RuntimeException> call) {
    for (int i = 0; i < DIVES; i++) {
      List<String> given = new ArrayList<>(List.of("given"));
      try {
        dive(call, given);
      } catch (StackOverflowError expected) {
        assertThat(Cells.numbers()).as("dive %s", i).startsWith(0, 0);
      }
      assertThat(call.call(given)).endsWith("given");
    }
  }
}
