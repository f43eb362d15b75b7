package dev.compat.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An order is obeyed whatever becomes of what is written. */
class SlowDiskTest {

  @TempDir private Path folder;

  @Test
  void flags_are_followed_while_evidence_cannot_be_written() throws Exception {
    try (Opened open = new Opened(folder, "pricing: {route: legacy}")) {
      Call0<String, RuntimeException> call =
          open.migration("pricing").joinPoint("j").of(() -> "legacy", () -> "new");
      Path evidence = open.state().evidenceFile(open.heartbeat().process().name());
      hang(evidence);
      open.flags("pricing: {route: new}");
      Opened.await(SlowDiskTest::isWriterStuck);

      open.flags("pricing: {route: legacy}");
      assertThat(call.call()).isEqualTo("legacy");
      open.flags("pricing: {route: new}");
      assertThat(call.call()).isEqualTo("new");
      letGo(evidence);
    }
  }

  /** A pipe that nobody reads: opening it for writing waits. */
  private static void hang(Path file) throws IOException, InterruptedException {
    Files.deleteIfExists(file);
    assumeThat(Files.isExecutable(Path.of("/usr/bin/mkfifo"))).isTrue();
    Process made = new ProcessBuilder("/usr/bin/mkfifo", file.toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
  }

  private static void letGo(Path pipe) throws IOException {
    try (InputStream reader = Files.newInputStream(pipe)) {
      reader.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static boolean isWriterStuck() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("compat-report"))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getClassName().endsWith("EvidenceLog"));
  }
}
