package dev.compat.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.Compat;
import dev.compat.Effect;
import dev.compat.recording.RecordedCall;
import dev.compat.recording.Recording;
import dev.compat.recording.Trusted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls recorded by an application that embeds the library. */
class RecordingTest {

  private static final ClassLoader HERE = RecordingTest.class.getClassLoader();

  @TempDir Path folder;

  private static Call1<String, String, RuntimeException> upper(Compat compat) {
    return compat
        .migration("texts")
        .joinPoint("Texts#upper")
        .replacementEffects(Effect.NONE)
        .of(text -> "legacy " + text, text -> "new " + text);
  }

  @Test
  void calls_that_a_flag_chooses_are_in_the_state_folder_once_it_is_closed() throws IOException {
    String flag =
        "texts: {route: shadow, shadow: {overflow: wait}, recordings: {share: 100%, most: 2}}";
    try (Opened open = new Opened(folder, flag)) {
      var upper = upper(open.compat);
      open.follow();
      for (String text : List.of("a", "b", "c")) {
        assertThat(upper.call(text)).isEqualTo("legacy " + text);
      }
    }

    List<Recording> recordings = Recording.read(folder.resolve("state/recordings"));
    assertThat(recordings).singleElement().matches(one -> one.calls().size() == 2);
    RecordedCall first = recordings.get(0).calls().get(0);
    assertThat(first.given(HERE, Trusted.ALL).arguments()).containsExactly("a");
    assertThat(first.legacy(HERE, Trusted.ALL).value()).isEqualTo("legacy a");
    assertThat(recordings.get(0).source().joinPoint()).isEqualTo("Texts#upper");
  }

  @Test
  void nothing_is_recorded_where_no_values_may_be_kept_and_that_is_said()
      throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("flags.yaml"), "flags: {texts: {route: shadow, recordings: {share: 100%}}}");
    Path file = Files.writeString(folder.resolve("compat.yaml"), "state: state/\n");
    try (Compat compat = Compat.open(file)) {
      var upper = upper(compat);
      assertThat(compat.await(Duration.ofSeconds(60))).isTrue();
      upper.call("a");
      assertThat(compat.problems())
          .containsExactly(
              "texts: nothing is recorded, though its flag asks for it: "
                  + file
                  + " says 'values: none'; write 'values: redacted' or 'values: all' there, or take 'recordings' out");
    }
    assertThat(Recording.read(folder.resolve("state/recordings"))).isEmpty();
  }
}
