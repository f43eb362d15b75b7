package dev.compat.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.NotHandled;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTypesTest {

  @Test
  void what_legacy_declares_and_its_subclasses_are_answers() {
    AnswerTypes answers = AnswerTypes.of(List.of(IOException.class), List.of());

    assertThat(answers.isAnswer(new IOException())).isTrue();
    assertThat(answers.isAnswer(new FileNotFoundException())).isTrue();
    assertThat(answers.isAnswer(new UncheckedIOException(new IOException()))).isFalse();
    assertThat(answers.isAnswer(new AssertionError())).isFalse();
  }

  @Test
  void what_the_team_lists_is_an_answer() {
    AnswerTypes answers =
        AnswerTypes.of(List.of(), List.of(IllegalArgumentException.class, AssertionError.class));

    assertThat(answers.isAnswer(new NumberFormatException())).isTrue();
    assertThat(answers.isAnswer(new AssertionError())).isTrue();
    assertThat(answers.isAnswer(new IllegalStateException())).isFalse();
  }

  @Test
  void a_legacy_that_declares_any_exception_says_nothing_of_unchecked_ones() {
    for (Class<?> general : List.of(Exception.class, Throwable.class)) {
      AnswerTypes answers = AnswerTypes.of(List.of(general), List.of());

      assertThat(answers.isAnswer(new IOException())).isTrue();
      assertThat(answers.isAnswer(new NullPointerException())).isFalse();
      assertThat(answers.isAnswer(new AssertionError())).isFalse();
    }
    AnswerTypes listed = AnswerTypes.of(List.of(), List.of(Exception.class));
    assertThat(listed.isAnswer(new NullPointerException())).isTrue();
    AnswerTypes unchecked = AnswerTypes.of(List.of(RuntimeException.class), List.of());
    assertThat(unchecked.isAnswer(new NullPointerException())).isTrue();
  }

  @Test
  void declining_is_never_an_answer() {
    AnswerTypes answers =
        AnswerTypes.of(List.of(RuntimeException.class), List.of(NotHandled.class));

    assertThat(answers.isAnswer(new NotHandled("no"))).isFalse();
  }

  @Test
  @SuppressWarnings({"removal", "deprecation"})
  void after_a_fatal_error_nothing_is_run() {
    assertThat(AnswerTypes.isFatal(new OutOfMemoryError())).isTrue();
    assertThat(AnswerTypes.isFatal(new InternalError())).isTrue();
    assertThat(AnswerTypes.isFatal(new ThreadDeath())).isTrue();
    assertThat(AnswerTypes.isFatal(new StackOverflowError())).isFalse();
    assertThat(AnswerTypes.isFatal(new NoClassDefFoundError())).isFalse();
    assertThat(AnswerTypes.isFatal(new AssertionError())).isFalse();
  }
}
