package dev.compat.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.evidence.TrialResult;
import dev.compat.flag.RecordingSettings;
import dev.compat.junit.Fixture.Plugin;
import dev.compat.junit.Fixture.Texts;
import dev.compat.recording.FileRecorder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

class ReplayTest {

  private static final String FOLDER = "target/replay-test";
  private static final String TEXTS = Texts.class.getName();

  private final FileRecorder recorder =
      new FileRecorder((path, value) -> value.equals("secret") ? "redacted" : null, unit -> unit);

  /** What a team writes; run by the tests below alone. */
  static class Checking {
    @Replay(plugin = Plugin.class, recordings = FOLDER)
    void answers_as_legacy_did(ReplayedCall call) {
      call.check();
    }
  }

  static class CheckingByRules {
    @Replay(plugin = Plugin.class, recordings = FOLDER, flags = FOLDER + "/flags.yaml")
    void answers_as_legacy_did(ReplayedCall call) {
      call.check();
    }
  }

  static class AskingNothing {
    @Replay(plugin = Plugin.class, recordings = FOLDER)
    void looks_at_arguments(ReplayedCall call) {
      assertThat(call.arguments()).isNotEmpty();
    }
  }

  static class Elsewhere {
    @Replay(plugin = Plugin.class, recordings = "target/nowhere")
    void answers_as_legacy_did(ReplayedCall call) {
      call.check();
    }
  }

  private void record(
      String signature, @Nullable Object receiver, Outcome legacy, Object... arguments) {
    recorder.follow(Map.of("texts", new RecordingSettings(1, 100)));
    recorder.record(
        "texts",
        TEXTS + "#" + signature,
        "1.2",
        new TrialResult(
            Comparison.exact().compare(legacy, legacy),
            receiver,
            Arrays.asList(arguments),
            legacy,
            legacy,
            null,
            false,
            Instant.parse("2026-11-20T10:00:00Z")));
  }

  private Events run(Class<?> test) {
    recorder.write(Path.of(FOLDER), "p1", Map.of("texts", "a1"), Duration.ofDays(1), Instant.now());
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(test)).execute().allEvents();
  }

  private static List<String> messages(Events events) {
    return events.finished().stream()
        .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
        .flatMap(result -> result.getThrowable().stream())
        .map(Throwable::getMessage)
        .toList();
  }

  private static List<String> names(Events events) {
    return events.started().stream()
        .map(Event::getTestDescriptor)
        .filter(test -> test.isTest())
        .map(test -> test.getDisplayName())
        .toList();
  }

  @AfterEach
  void empty() throws IOException {
    if (Files.exists(Path.of(FOLDER))) {
      try (var files = Files.walk(Path.of(FOLDER))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void every_call_is_a_test_and_fails_with_what_differs() {
    record("upper(String)", null, Outcome.returned("A"), "a");
    record("upper(String)", null, Outcome.returned("Q\n"), "q\n");
    record("prefixed(String)", new Texts("> "), Outcome.returned("> x"), "x");

    Events events = run(Checking.class);

    assertThat(names(events))
        .containsExactlyInAnyOrder(
            "[1] prefixed(this = Fixture.Texts{prefix=\"> \"}, \"x\")",
            "[2] upper(\"a\")",
            "[3] upper(\"q\\n\")");
    assertThat(messages(events))
        .singleElement()
        .isEqualTo(
            """
            upper, recorded at 2026-11-20T10:00:00Z beside adapters a1, differs from what legacy answered
              given    "q\\n"
              result text
                legacy "Q\\n"
                new    "wrong\"""");
  }

  @Test
  void what_a_call_leaves_behind_counts() {
    List<String> left = new ArrayList<>(List.of("a", "q"));
    record(
        "add(List, String)",
        null,
        Outcome.returned(null).leaving(null, left, null),
        new ArrayList<>(List.of("a")),
        "q");

    assertThat(messages(run(Checking.class)))
        .singleElement()
        .asString()
        .contains("given    new ArrayList<>(Arrays.asList(\"a\")), \"q\"")
        .contains("legacy \"q\"", "new    \"wrong\"");
  }

  @Test
  void rules_of_a_flag_file_take_differences_out() throws IOException {
    record("upper(String)", null, Outcome.returned("Q"), "q");
    Files.createDirectories(Path.of(FOLDER));
    Files.writeString(
        Path.of(FOLDER, "flags.yaml"),
        "flags: {texts: {route: shadow, compare: {ignore: [result]}}}");

    assertThat(messages(run(CheckingByRules.class)))
        .singleElement()
        .asString()
        .contains("cannot be compared");
  }

  @Test
  void calls_that_cannot_be_made_again_are_counted_by_a_test_that_is_aborted() {
    record("upper(String)", null, Outcome.returned("A"), "a");
    record("upper(String)", null, Outcome.returned("X"), "secret");
    record("upper(String)", null, Outcome.returned("X"), InputStream.nullInputStream());
    record("prefixed(String)", null, Outcome.returned("> x"), "x");

    Events events = run(Checking.class);

    assertThat(messages(events))
        .singleElement()
        .asString()
        .startsWith("3 of 4 calls cannot be made again\n")
        .contains("1  upper: redacted at arg(0)")
        .contains("1  upper: not recorded: java.io.InputStream$1")
        .contains("1  prefixed: the adapter needs the legacy object, which was not recorded");
    events.assertStatistics(stats -> stats.aborted(1).failed(0));
  }

  @Test
  void where_not_one_call_could_be_run_the_test_fails() {
    record("upper(String)", null, Outcome.returned("X"), "secret");

    Events events = run(Checking.class);

    assertThat(messages(events))
        .singleElement()
        .asString()
        .startsWith("not one call was run: 1 of 1 calls cannot be made again\n");
    events.assertStatistics(stats -> stats.aborted(0).failed(1));
  }

  @Test
  void what_is_missing_or_has_no_adapter_or_cannot_be_read_is_counted_too() throws IOException {
    record("upper(String)", null, Outcome.returned("A"), "a");
    recorder.write(Path.of(FOLDER), "p1", Map.of(), Duration.ofDays(1), Instant.now());
    Path file;
    try (var files = Files.walk(Path.of(FOLDER))) {
      file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 4));
    Files.writeString(file.resolveSibling("bad.jsonl.gz"), "no gzip at all");
    recorder.follow(Map.of("texts", new RecordingSettings(1, 100)));
    Outcome none = Outcome.returned(null);
    for (int i = 0; i < 3; i++) {
      recorder.record(
          "texts",
          "app.Other#other()",
          "1.2",
          new TrialResult(
              Comparison.exact().compare(none, none),
              null,
              List.of(),
              none,
              none,
              null,
              false,
              Instant.parse("2026-11-20T10:00:00Z")));
    }

    Events events = run(Checking.class);

    assertThat(messages(events))
        .singleElement()
        .asString()
        .contains("1  the end of " + file.getFileName() + ", which is missing")
        .contains("1  bad.jsonl.gz cannot be read: it has no whole line")
        .contains("3  other: the plugin has no adapter for its class");
    events.assertStatistics(stats -> stats.aborted(1).failed(0));
  }

  @Test
  void a_test_that_asks_nothing_of_its_call_fails() {
    record("upper(String)", null, Outcome.returned("A"), "a");

    assertThat(messages(run(AskingNothing.class)))
        .containsExactly("the test asks nothing of its call; write call.check()");
  }

  @Test
  void recordings_that_are_missing_or_do_not_fit_are_told_with_a_remedy() {
    assertThat(messages(run(Elsewhere.class)))
        .singleElement()
        .asString()
        .contains("no recordings in ", "nowhere; copy them there from 'recordings'");
    record("lower(String)", null, Outcome.returned("a"), "a");
    assertThat(messages(run(Checking.class)))
        .singleElement()
        .asString()
        .startsWith("no method of an adapter in the plugin of " + Plugin.class.getName())
        .contains(
            "takes the place of " + TEXTS + "#lower(String)",
            "there are [add(List, String), prefixed(String), upper(String)]");
  }

  @Test
  void a_call_written_down_holds_the_adapter_to_legacy() {
    LegacyCall.of(TEXTS + "#upper(String)").given("a").returned("A").isAnsweredBy(Plugin.class);
    LegacyCall.of(TEXTS + "#prefixed(String)")
        .on(new Texts("> "))
        .given("a")
        .returned("> a")
        .isAnsweredBy(Plugin.class);
    LegacyCall wrong = LegacyCall.of(TEXTS + "#upper(String)").given("q").returned("Q");
    assertThatThrownBy(() -> wrong.isAnsweredBy(Plugin.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("upper differs from what legacy answered");
  }
}
