package dev.compat.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An order is obeyed whatever becomes of what is written. */
class SlowDiskTest {

  @TempDir private Path folder;

  @Test
  void flags_are_followed_while_a_report_cannot_be_written() throws Exception {
    try (Opened open = new Opened(Duration.ofSeconds(1), folder, "pricing: {route: new}")) {
      Call0<String, RuntimeException> call =
          open.migration("pricing").joinPoint("j").of(() -> "legacy", () -> "new");
      Path process = open.state().processFolder(open.heartbeat().process().name());
      Path report = process.resolve("report.txt");
      hang(report);
      assertThat(call.call()).isEqualTo("new");
      Opened.await(SlowDiskTest::isWriterStuck);

      open.flags("pricing: {route: legacy}");
      assertThat(call.call()).isEqualTo("legacy");
      open.flags("pricing: {route: new}");
      assertThat(call.call()).isEqualTo("new");
      letGo(report);
    }
  }

  /** A pipe that nobody reads: opening it for writing waits. */
  private static void hang(Path file) throws IOException, InterruptedException {
    Path pipe = file.resolveSibling("pipe");
    assumeThat(Files.isExecutable(Path.of("/usr/bin/mkfifo"))).isTrue();
    Process made = new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
    Files.move(pipe, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void letGo(Path pipe) throws IOException {
    try (InputStream reader = Files.newInputStream(pipe)) {
      Files.delete(pipe); // so that what is written next is a file
      reader.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static boolean isWriterStuck() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("compat-report"))
        .map(thread -> Arrays.stream(thread.getValue()).map(f -> f.getMethodName()).toList())
        .anyMatch(methods -> methods.contains("report") && methods.contains("writeString"));
  }
}
