package com.example.escaping.corrected;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.escaping.plugin.TextEscaper;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.apache.commons.lang.exception.NestableRuntimeException;

class CorrectedTextEscaperTest {

  private final TextEscaper escaper = new CorrectedTextEscaper();

  @Property(tries = 5_000)
  void answers_as_legacy_for_any_text(@ForAll Method method, @ForAll("texts") String text) {
    assertThat(method.replacement(escaper, text)).isEqualTo(method.legacy(text));
  }

  @Example
  void throws_the_exception_that_callers_of_legacy_may_catch() {
    assertThatThrownBy(() -> escaper.unescapeJava("\\uwxyz"))
        .isInstanceOf(NestableRuntimeException.class)
        .hasMessage("Unable to parse unicode value: wxyz")
        .hasCauseInstanceOf(NumberFormatException.class);
  }

  @Example
  void answers_null_for_null() {
    for (Method method : Method.values()) {
      assertThat(method.replacement(escaper, null)).isEqualTo(method.legacy(null));
    }
  }

  /** Texts of the pieces that escapes are made of, and of any character at all. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "&",
            ";",
            "#",
            "x",
            "X",
            "-",
            "+",
            "\\",
            "u",
            "0",
            "7",
            "41",
            "00e9",
            "D83D",
            "\uD83D",
            "\uDE00",
            "\u2284",
            "\u00e7",
            "\u0660",
            "nsub",
            "amp",
            "apos",
            "eacute",
            "\"",
            "'",
            ",",
            "<",
            "\n",
            "\r",
            "&amp;",
            "&#233;",
            "&#x1F600;",
            "\\101",
            "\\u0041",
            " ",
            "99999999999");
    Arbitrary<String> characters = Arbitraries.strings().all().ofLength(1);
    return Arbitraries.frequencyOf(Tuple.of(9, pieces), Tuple.of(1, characters))
        .list()
        .ofMaxSize(12)
        .map(list -> String.join("", list));
  }
}
