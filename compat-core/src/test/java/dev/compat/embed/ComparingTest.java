package dev.compat.embed;

import dev.compat.Effect;
import dev.compat.compare.CompareRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is compared, by rules of the flag and in code. */
class ComparingTest {

  @TempDir Path folder;

  record Quote(int cents, String note) {}

  @Test
  void answers_are_compared_by_the_flag_and_by_code() throws Exception {
    try (Opened open = new Opened(folder, "m: {route: shadow}")) {
      Migration migration = open.migration("m");
      Call1<Integer, Quote, Exception> quote =
          migration
              .joinPoint("quote")
              .replacementEffects(Effect.NONE)
              .of(cents -> new Quote(cents, "old"), cents -> new Quote(cents, "new"));
      open.follow();

      quote.call(1);
      Opened.await(() -> open.said("m", one -> one.compared() == 1 && one.mismatches() == 1));

      migration.comparing(
          CompareRules.builder()
              .equality(Quote.class, (one, other) -> one.cents() == other.cents())
              .build());
      quote.call(2);
      Opened.await(() -> open.said("m", one -> one.compared() == 2 && one.mismatches() == 1));

      open.flags("m: {route: shadow, compare: {equality: {quote: fields}}}");
      quote.call(3);
      Opened.await(() -> open.said("m", one -> one.compared() == 3 && one.mismatches() == 2));

      open.flags("m: {route: shadow, compare: {ignore: [quote.note]}}");
      quote.call(4);
      Opened.await(() -> open.said("m", one -> one.compared() == 4 && one.mismatches() == 2));
    }
  }
}
