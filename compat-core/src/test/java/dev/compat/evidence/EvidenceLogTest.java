package dev.compat.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceLogTest {

  private static final Instant START = Samples.NOON.minusSeconds(60);

  @TempDir Path folder;

  private final Evidence evidence = new Evidence(true);
  private final JoinPointEvidence escapeXml = evidence.joinPoint("text", Samples.ESCAPE_XML);
  private Path file;
  private EvidenceLog log;

  @BeforeEach
  void open() {
    file = folder.resolve("evidence.jsonl");
    log = new EvidenceLog(file, "host-1", START);
  }

  private Optional<String> append(long second) {
    return log.append(evidence.snapshot(), Samples.NOON.plusSeconds(second), "41", "text 1.0");
  }

  private EvidenceReading read() throws IOException {
    return EvidenceLog.read(List.of(file));
  }

  private long compared() throws IOException {
    return read().merged().stream().mapToLong(point -> point.coverage().compared()).sum();
  }

  @Test
  void the_last_line_of_a_run_says_all_of_it() throws IOException {
    Samples.matches(escapeXml, 2);
    assertThat(append(1)).isEmpty();
    Samples.matches(escapeXml, 3);
    assertThat(append(2)).isEmpty();

    assertThat(Files.readAllLines(file)).hasSize(2);
    assertThat(read().merged()).isEqualTo(evidence.snapshot());
    EvidenceLine line = read().lines().get(0);
    assertThat(line.process()).isEqualTo("host-1");
    assertThat(line.run()).isEqualTo(START);
    assertThat(line.time()).isEqualTo(Samples.NOON.plusSeconds(2));
    assertThat(line.revision()).isEqualTo("41");
    assertThat(line.adapters()).isEqualTo("text 1.0");
  }

  @Test
  void a_line_that_cannot_tell_what_was_excused_from_what_matched_is_skipped_and_counted()
      throws IOException {
    Samples.matches(escapeXml, 2);
    append(1);
    String line = Files.readString(file);
    Files.writeString(file, line.replace("\"format\":2", "\"format\":1") + line);

    assertThat(read().skipped()).isEqualTo(1);
    assertThat(read().merged()).isEqualTo(evidence.snapshot());
  }

  @Test
  void what_has_not_changed_is_not_written_again() throws IOException {
    evidence.joinPoint("text", Samples.ESCAPE_JAVA);
    append(1);
    Samples.matches(escapeXml, 1);
    append(2);
    append(3);

    assertThat(Files.readAllLines(file)).hasSize(3);
  }

  @Test
  void a_file_that_is_gone_is_written_anew() throws IOException {
    Samples.matches(escapeXml, 2);
    append(1);
    Files.delete(file);
    append(2);

    assertThat(compared()).isEqualTo(2);
  }

  @Test
  void runs_and_processes_are_added_up() throws IOException {
    Samples.matches(escapeXml, 2);
    append(1);
    new EvidenceLog(file, "host-1", START.plusSeconds(30))
        .append(evidence.snapshot(), Samples.NOON, "41", "text 1.1");
    Path second = folder.resolve("second.jsonl");
    new EvidenceLog(second, "host-2", START)
        .append(evidence.snapshot(), Samples.NOON, "41", "text 1.0");

    EvidenceReading reading =
        EvidenceLog.read(List.of(file, second, folder.resolve("missing.jsonl")));
    assertThat(reading.merged())
        .as("never over versions")
        .extracting(p -> p.coverage().compared())
        .containsExactly(4L, 2L);
    assertThat(reading.where(line -> line.adapters().equals("text 1.0")).merged())
        .singleElement()
        .matches(p -> p.coverage().compared() == 4);
    assertThat(reading.runs()).isEqualTo(3);
    assertThat(Report.of(reading).text())
        .contains("evidence of 3 runs of processes")
        .contains("text · adapters text 1.0\nSHADOW  4 calls")
        .contains("text · adapters text 1.1\nSHADOW  2 calls");
  }

  @Test
  void a_torn_last_line_is_skipped_and_takes_nothing_with_it() throws IOException {
    Samples.trial(escapeXml, "ç", "&#231;", "ç");
    append(1);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {1, whole.length / 2, whole.length - 2}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(read().lines()).isEmpty();
      assertThat(read().skipped()).isEqualTo(1);

      open();
      append(2);
      assertThat(read().skipped()).isEqualTo(1);
      assertThat(compared()).isEqualTo(1);
    }
  }

  @Test
  void damaged_lines_are_skipped_and_counted() throws IOException {
    escapeXml.took(Arm.NEW, 1_000);
    append(1);
    String good = Files.readString(file);
    String damaged = good.replaceFirst("\"histogram\":\"HI", "\"histogram\":\"AA");
    assertThat(damaged).isNotEqualTo(good);
    List<String> bad =
        List.of(
            "{}",
            "[]",
            "null",
            "x",
            "{\"format\":3}",
            good.replace("\"format\":2", "\"format\":1"));
    Files.writeString(file, String.join("\n", bad) + "\n" + damaged, StandardOpenOption.APPEND);
    Files.write(file, new byte[] {'{', '"', (byte) 0xC3, '\n'}, StandardOpenOption.APPEND);

    assertThat(read().lines()).hasSize(1);
    assertThat(read().skipped()).isGreaterThanOrEqualTo(bad.size() + 2L);
    assertThat(Report.of(read()).text()).contains("lines of evidence could not be read");
  }

  @Test
  void a_file_that_cannot_be_written_is_reported_once_and_nothing_is_lost() throws IOException {
    Files.createDirectory(file);
    Samples.matches(escapeXml, 2);

    assertThat(append(1))
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .startsWith("evidence cannot be written to " + file + ": ")
                    .endsWith("make room, or make the folder writable"));
    assertThat(append(2)).isEmpty();

    Files.delete(file);
    assertThat(append(3)).isEmpty();
    assertThat(compared()).isEqualTo(2);

    Files.delete(file);
    Files.createDirectory(file);
    Samples.matches(escapeXml, 1);
    assertThat(append(4)).isPresent();
  }

  @Test
  void a_file_that_has_grown_is_reduced_to_what_it_says() throws IOException {
    log = new EvidenceLog(file, "host-1", START, 4_000);
    for (int i = 0; i < 200; i++) {
      Samples.matches(escapeXml, 1);
      assertThat(append(i)).isEmpty();
    }

    assertThat(Files.size(file)).isLessThan(6_000);
    assertThat(compared()).isEqualTo(200);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void lines_are_json_of_one_line_whatever_the_values() throws IOException {
    Samples.trial(escapeXml, "a\nb\u2028\uD800", "a\nb\r", "a\nc");
    append(1);

    assertThat(Files.readString(file, StandardCharsets.UTF_8).lines()).hasSize(1);
    assertThat(compared()).isEqualTo(1);
  }
}
