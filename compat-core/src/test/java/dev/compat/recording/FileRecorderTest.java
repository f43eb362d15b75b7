package dev.compat.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.compare.Verdict;
import dev.compat.evidence.TrialResult;
import dev.compat.flag.RecordingSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRecorderTest {

  private static final String ESCAPE = "app.Texts#escape(String)";
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
  private static final Duration RETAIN = Duration.ofDays(30);
  private static final ClassLoader HERE = FileRecorderTest.class.getClassLoader();

  @TempDir Path folder;

  private static FileRecorder recorder(double share, int most) {
    FileRecorder recorder = new FileRecorder(Redactor.NONE, unit -> "#" + unit);
    recorder.follow(Map.of("texts", new RecordingSettings(share, most)));
    return recorder;
  }

  private static TrialResult trial(@Nullable String unit, Object... arguments) {
    Outcome legacy = Outcome.returned("&#233;").leaving(null, arguments);
    Outcome replacement = Outcome.returned("é");
    Verdict verdict = Comparison.exact().compare(legacy, replacement);
    return new TrialResult(
        verdict, null, Arrays.asList(arguments), legacy, replacement, unit, false, NOW);
  }

  private void write(FileRecorder recorder, String process) {
    recorder.write(folder, process, Map.of("texts", "a1"), RETAIN, Instant.now());
  }

  private List<Recording> recordings() throws IOException {
    return Recording.read(folder);
  }

  private Path file() throws IOException {
    return Recording.files(folder).get(0);
  }

  @Test
  void a_call_is_kept_with_all_that_legacy_did_and_who_it_was_for() throws IOException {
    FileRecorder recorder = recorder(1, 10);
    recorder.record("texts", ESCAPE, "1.2", trial("acme", "é"));
    write(recorder, "p1");

    Recording recording = recordings().get(0);
    assertThat(recording.source())
        .isEqualTo(new Recording.Source("texts", ESCAPE, "1.2", "a1", "p1"));
    RecordedCall call = recording.calls().get(0);
    assertThat(call.when()).isEqualTo(NOW);
    assertThat(call.unit()).isEqualTo("#acme");
    assertThat(call.given(HERE, Trusted.ALL)).isEqualTo(new RecordedCall.Given(null, List.of("é")));
    assertThat(call.legacy(HERE, Trusted.ALL))
        .isEqualTo(Outcome.returned("&#233;").leaving(null, "é"));
    assertThat(recording.torn()).isFalse();
    assertThat(file().getFileName().toString()).startsWith("escape-").endsWith("-p1.jsonl.gz");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void calls_of_many_writes_are_one_recording_and_versions_are_told_apart() throws IOException {
    FileRecorder recorder = recorder(1, 10);
    for (int i = 0; i < 3; i++) {
      recorder.record("texts", ESCAPE, "1.2", trial(null, "a" + i));
      write(recorder, "p1");
    }
    recorder.record("texts", ESCAPE, "1.2", trial(null, "later"));
    recorder.write(folder, "p1", Map.of("texts", "a2"), RETAIN, Instant.now());

    assertThat(recordings())
        .extracting(recording -> recording.source().adapters(), one -> one.calls().size())
        .containsExactly(tuple("a1", 3), tuple("a2", 1));
  }

  @Test
  void only_what_a_flag_asks_for_is_recorded_and_no_more_than_it_says() throws IOException {
    FileRecorder recorder = recorder(1, 3);
    FileRecorder none = recorder(0, 3);
    for (int i = 0; i < 10; i++) {
      recorder.record("texts", ESCAPE, "1.2", trial(null, i));
      recorder.record("other", ESCAPE, "1.2", trial(null, i));
      none.record("texts", ESCAPE, "1.2", trial(null, i));
    }
    write(none, "p0");
    write(recorder, "p1");

    assertThat(recordings()).singleElement().matches(recording -> recording.calls().size() == 3);
    assertThat(recorder.recorded()).isEqualTo(3);
  }

  @Test
  void a_call_without_a_verdict_is_not_recorded() throws IOException {
    FileRecorder recorder = recorder(1, 3);
    TrialResult unsure = trial(null, "a");
    recorder.record(
        "texts",
        ESCAPE,
        "1.2",
        new TrialResult(
            new Verdict.Incomparable("the flag changed during the call"),
            null,
            unsure.arguments(),
            unsure.legacy(),
            unsure.replacement(),
            null,
            false,
            NOW));
    write(recorder, "p1");

    assertThat(recordings()).isEmpty();
  }

  @Test
  void what_cannot_be_recorded_is_counted_with_its_type() throws IOException {
    FileRecorder recorder = recorder(1, 10);
    recorder.record("texts", ESCAPE, "1.2", trial(null, "a"));
    recorder.record("texts", ESCAPE, "1.2", trial(null, new ByteArrayInputStream(new byte[0])));
    recorder.record("texts", ESCAPE, "1.2", trial(null, new ByteArrayInputStream(new byte[0])));
    recorder.record("texts", ESCAPE, "1.2", trial(null, "x".repeat(300_000)));
    write(recorder, "p1");

    Recording recording = recordings().get(0);
    assertThat(recording.calls()).hasSize(1);
    assertThat(recording.leftOut())
        .containsOnly(
            Map.entry("java.io.ByteArrayInputStream", 2L), Map.entry("longer than 256 kB", 1L));
  }

  @Test
  void a_torn_end_loses_the_last_call_alone() throws IOException {
    FileRecorder recorder = recorder(1, 10);
    for (int i = 0; i < 5; i++) {
      recorder.record("texts", ESCAPE, "1.2", trial(null, "call " + i));
    }
    write(recorder, "p1");
    byte[] whole = Files.readAllBytes(file());

    Files.write(file(), Arrays.copyOf(whole, whole.length - 14)); // the end of gzip, and two bytes
    assertThat(recordings().get(0).torn()).isTrue();
    assertThat(recordings().get(0).calls()).hasSizeGreaterThanOrEqualTo(4);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      List<RecordedCall> calls =
          recordings().stream().flatMap(recording -> recording.calls().stream()).toList();
      for (int i = 0; i < calls.size(); i++) {
        assertThat(calls.get(i).given(HERE, Trusted.ALL).arguments()).containsExactly("call " + i);
      }
    }
  }

  @Test
  void a_write_that_was_cut_short_is_taken_back_by_the_next() throws IOException {
    RecordingFile file = new RecordingFile(folder.resolve("x.jsonl.gz"));
    file.append(List.of("one"));
    Files.write(
        folder.resolve("x.jsonl.gz"), new byte[] {0x1f, (byte) 0x8b, 8}, StandardOpenOption.APPEND);
    file.append(List.of("two"));

    List<String> lines = new ArrayList<>();
    assertThat(RecordingFile.read(folder.resolve("x.jsonl.gz"), lines::add)).isTrue();
    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void the_calls_of_one_tenant_can_be_deleted_on_disk_and_before_they_are_there()
      throws IOException {
    FileRecorder recorder = recorder(1, 10);
    recorder.record("texts", ESCAPE, "1.2", trial("acme", "secret"));
    recorder.record("texts", ESCAPE, "1.2", trial("other", "kept"));
    recorder.record("texts", ESCAPE, "1.2", trial(null, "kept too"));
    write(recorder, "p1");
    recorder.record("texts", ESCAPE, "1.2", trial("acme", "secret again"));

    assertThat(FileRecorder.forget(folder, "#acme")).isEqualTo(1);
    assertThat(recorder.forget("#acme")).isEqualTo(1);
    recorder.record("texts", ESCAPE, "1.2", trial("other", "later"));
    write(recorder, "p1");

    assertThat(recordings().get(0).calls())
        .extracting(call -> call.given(HERE, Trusted.ALL).arguments().get(0))
        .containsExactly("kept", "kept too", "later");
    assertThat(FileRecorder.forget(folder, "#acme")).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void recordings_that_are_too_old_are_deleted() throws IOException {
    FileRecorder recorder = recorder(1, 10);
    recorder.record("texts", ESCAPE, "1.2", trial(null, "old"));
    write(recorder, "p1");
    Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minus(Duration.ofDays(31))));
    FileRecorder next = recorder(1, 10);
    next.record("texts", ESCAPE, "1.2", trial(null, "young"));
    write(next, "p2");

    assertThat(recordings()).extracting(one -> one.source().process()).containsExactly("p2");
  }

  @Test
  void what_is_redacted_leaves_a_placeholder_and_the_call_says_where() throws IOException {
    Redactor secrets = (path, value) -> value.equals("secret") ? "‹secret›" : null;
    FileRecorder recorder = new FileRecorder(secrets, unit -> unit);
    recorder.follow(Map.of("texts", new RecordingSettings(1, 10)));
    recorder.record(
        "texts", ESCAPE, "1.2", trial(null, Map.of("password", List.of("secret")), "open"));
    write(recorder, "p1");

    RecordedCall call = recordings().get(0).calls().get(0);
    assertThat(call.redacted()).containsExactly("arg(0)[*]", "arg(0)[*]");
    assertThat(call.text()).doesNotContain("\"secret\"");
    assertThatThrownBy(() -> call.given(HERE, Trusted.ALL)).hasMessage("a part of it was redacted");
  }

  @Test
  void a_file_of_another_format_is_left_out_and_named_with_what_it_is() throws IOException {
    FileRecorder recorder = recorder(1, 10);
    recorder.record("texts", ESCAPE, "1.2", trial(null, "a"));
    write(recorder, "p1");
    new RecordingFile(folder.resolve("a.jsonl.gz")).append(List.of("{\"format\":7}"));
    new RecordingFile(folder.resolve("b.jsonl.gz")).append(List.of("{\"when\":1}"));

    List<String> bad = new ArrayList<>();
    List<Recording> read =
        Recording.read(folder, (file, why) -> bad.add(file.getFileName() + " " + why));
    assertThat(read).extracting(one -> one.source().process()).containsExactly("p1");
    assertThat(bad)
        .containsExactly(
            "a.jsonl.gz its format is 7, and this version of Compat knows 1",
            "b.jsonl.gz its header is missing");
    assertThat(recordings()).hasSize(1);
  }

  @Test
  void a_file_that_was_deleted_meanwhile_begins_with_its_header_again() throws IOException {
    FileRecorder recorder = recorder(1, 10);
    recorder.record("texts", ESCAPE, "1.2", trial(null, "a"));
    write(recorder, "p1");
    Files.delete(file());
    recorder.record("texts", ESCAPE, "1.2", trial(null, "b"));
    write(recorder, "p1");

    assertThat(recordings()).singleElement().matches(one -> one.calls().size() == 1);
  }

  @Test
  void every_call_that_could_not_be_written_is_counted() throws IOException {
    FileRecorder recorder = recorder(1, 100);
    Files.writeString(folder.resolve("texts"), "in the way");
    for (int i = 0; i < 7; i++) {
      recorder.record("texts", ESCAPE, "1.2", trial(null, i));
    }
    write(recorder, "p1");
    write(recorder, "p1");
    Files.delete(folder.resolve("texts"));
    recorder.record("texts", ESCAPE, "1.2", trial(null, "a"));
    write(recorder, "p1");

    assertThat(recordings().get(0).leftOut()).containsOnly(Map.entry("could not be written", 7L));
    assertThat(recordings().get(0).calls()).hasSize(1);
  }

  @Test
  void calls_that_are_too_old_leave_a_file_that_stays() throws IOException {
    FileRecorder recorder = recorder(1, 10);
    recorder.record("texts", ESCAPE, "1.2", trial(null, "old"));
    recorder.write(folder, "p1", Map.of("texts", "a1"), RETAIN, NOW);
    recorder.write(folder, "p1", Map.of("texts", "a1"), RETAIN, NOW.plus(RETAIN).minusSeconds(1));
    assertThat(recordings().get(0).calls()).hasSize(1);

    Files.setLastModifiedTime(file(), FileTime.from(NOW.plus(RETAIN)));
    recorder.write(
        folder, "p1", Map.of("texts", "a1"), RETAIN, NOW.plus(RETAIN).plus(Duration.ofHours(2)));
    assertThat(recordings().get(0).calls()).isEmpty();
    recorder.record("texts", ESCAPE, "1.2", trial(null, "young"));
    write(recorder, "p1");
    assertThat(recordings().get(0).calls()).hasSize(1);
  }
}
