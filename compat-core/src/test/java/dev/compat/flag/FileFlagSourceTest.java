package dev.compat.flag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileFlagSourceTest {
  @TempDir private Path folder;
  private Path file;
  private FileFlagSource source;

  @BeforeEach
  void setUp() {
    file = folder.resolve("flags.yaml");
    source = new FileFlagSource(file);
  }

  @Test
  void before_any_file_there_are_no_flags_and_that_is_said_once() {
    assertThat(source.current()).isSameAs(Flags.none());
    assertThat(refusal(source.poll())).startsWith(file + ": no such file, looked for at");
    assertThat(source.poll()).isEqualTo(new Reload.Unchanged());
    assertThat(source.current()).isSameAs(Flags.none());
  }

  @Test
  void a_changed_content_is_taken_over_once() throws IOException {
    write("flags: {p: {route: new}}");
    assertThat(source.poll()).isEqualTo(new Reload.Changed(source.current()));
    assertThat(route()).isEqualTo(Route.NEW);

    write("flags: {p: {route: new}}");
    assertThat(source.poll()).isEqualTo(new Reload.Unchanged());

    write("flags: {p: {route: shadow}}");
    assertThat(source.poll()).isInstanceOf(Reload.Changed.class);
    assertThat(route()).isEqualTo(Route.SHADOW);
  }

  @Test
  void a_bad_content_is_refused_once_and_leaves_the_last_good_one() throws IOException {
    write("flags: {p: {route: new}}");
    source.poll();

    write("flags: {p: {route: knew}}");
    assertThat(refusal(source.poll()))
        .isEqualTo(file + ":1: unknown route 'knew'; did you mean 'new'?");
    assertThat(source.poll()).isEqualTo(new Reload.Unchanged());
    assertThat(route()).isEqualTo(Route.NEW);

    write("flags: {p: {route: shadoww}}");
    assertThat(source.poll()).isInstanceOf(Reload.Refused.class);
  }

  @Test
  void a_file_that_goes_and_comes_back_leaves_the_last_good_one() throws IOException {
    write("flags: {p: {route: new}}");
    source.poll();

    Files.delete(file);
    assertThat(source.poll()).isInstanceOf(Reload.Refused.class);
    assertThat(source.poll()).isEqualTo(new Reload.Unchanged());
    assertThat(route()).isEqualTo(Route.NEW);

    write("flags: {p: {route: new}}");
    assertThat(source.poll()).isInstanceOf(Reload.Changed.class);
  }

  @Test
  void a_file_that_is_empty_while_it_is_written_is_refused() throws IOException {
    write("flags: {p: {route: new}}");
    source.poll();

    write("");

    assertThat(refusal(source.poll()))
        .isEqualTo(file + ": the file is empty; write at least one key, such as 'flags: {}'");
    assertThat(route()).isEqualTo(Route.NEW);
  }

  @Test
  void a_file_too_large_for_the_heap_is_refused_unread() throws IOException {
    write("flags: {p: {route: new}}");
    source.poll();

    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(1L << 40);
    }
    assertThat(refusal(source.poll())).contains("no regular file of at most 8388608 bytes");
    assertThat(route()).isEqualTo(Route.NEW);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_pipe_is_refused_and_not_waited_for() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThat(refusal(source.poll())).contains("no regular file");
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private Route route() {
    Flag flag = source.current().flag("p");
    return flag == null ? Route.LEGACY : flag.route(Context.NONE);
  }

  private static String refusal(Reload reload) {
    assertThat(reload).isInstanceOf(Reload.Refused.class);
    return String.valueOf(((Reload.Refused) reload).reason().getMessage());
  }
}
