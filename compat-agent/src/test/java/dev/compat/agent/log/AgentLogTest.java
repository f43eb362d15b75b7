package dev.compat.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

class AgentLogTest {

  @Test
  void a_log_that_could_not_be_written_goes_on_when_it_can(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("process").resolve("agent.log");
    AgentLog.useFile(file);
    AgentLog.write(Level.INFO, "lost", null);

    Files.createDirectory(file.getParent());
    AgentLog.write(Level.INFO, "kept", null);

    assertThat(Files.readString(file)).contains("kept");
  }
}
