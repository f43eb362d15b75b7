package dev.compat.planted;

import static dev.compat.planted.Pair.one;
import static dev.compat.planted.Pair.two;
import static dev.compat.planted.Pair.with;

import dev.compat.compare.Difference.Kind;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;

/** What migrations do to text. */
final class PlantedTexts {

  private PlantedTexts() {}

  static List<Pair> all() {
    return List.of(
        one(
                "lower case is Turkish",
                (String text) -> text.toLowerCase(Locale.ROOT),
                (String text) -> text.toLowerCase(Locale.forLanguageTag("tr")))
            .shownBy(() -> with("TITLE"))
            .notBy(() -> with("NAME"))
            .at("result", Kind.TEXT),
        one(
                "the comma is a point",
                (Double value) -> NumberFormat.getInstance(Locale.GERMANY).format(value),
                (Double value) -> NumberFormat.getInstance(Locale.US).format(value))
            .shownBy(() -> with(1.5))
            .notBy(() -> with(15.0))
            .at("result", Kind.TEXT),
        one(
                "space at the end is kept",
                (String text) -> text.trim(),
                (String text) -> text.stripLeading())
            .shownBy(() -> with("apple "))
            .notBy(() -> with(" apple"))
            .at("result", Kind.TEXT),
        one(
                "a no-break space is stripped",
                (String text) -> text.trim(),
                (String text) -> text.replaceAll("^\\h+|\\h+$", ""))
            .shownBy(() -> with("12\u00a0"))
            .notBy(() -> with("12 "))
            .at("result", Kind.TEXT),
        one(
                "letters are decomposed",
                (String text) -> Normalizer.normalize(text, Normalizer.Form.NFC),
                (String text) -> Normalizer.normalize(text, Normalizer.Form.NFD))
            .shownBy(() -> with("caf\u00e9"))
            .notBy(() -> with("coffee"))
            .at("result", Kind.TEXT),
        one(
                "characters beyond U+FFFF are torn",
                (String text) -> new StringBuilder(text).reverse().toString(),
                (String text) -> {
                  StringBuilder reversed = new StringBuilder();
                  for (int i = text.length() - 1; i >= 0; i--) {
                    reversed.append(text.charAt(i));
                  }
                  return reversed.toString();
                })
            .shownBy(() -> with("a\ud83d\ude00"))
            .notBy(() -> with("ab"))
            .at("result", Kind.TEXT),
        one(
                "line ends are those of Unix",
                (String text) -> text,
                (String text) -> String.join("\n", text.lines().toList()))
            .shownBy(() -> with("a\r\nb"))
            .notBy(() -> with("a\nb"))
            .at("result", Kind.TEXT),
        one(
                "bytes are Latin-1 instead of UTF-8",
                (String text) -> text.getBytes(StandardCharsets.UTF_8),
                (String text) -> text.getBytes(StandardCharsets.ISO_8859_1))
            .shownBy(() -> with("10 \u20ac"))
            .notBy(() -> with("10 EUR"))
            .at("result", Kind.SIZE),
        one(
                "letters outside ASCII become question marks",
                (String text) ->
                    new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                (String text) ->
                    new String(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII))
            .shownBy(() -> with("Z\u00fcrich"))
            .notBy(() -> with("Zug"))
            .at("result", Kind.TEXT),
        two(
                "a text too short is taken whole instead of refused",
                (String text, Integer end) -> text.substring(0, end),
                (String text, Integer end) -> text.substring(0, Math.min(end, text.length())))
            .shownBy(() -> with("ab", 3))
            .notBy(() -> with("abc", 3))
            .at("thrown", Kind.THROWN),
        one(
                "empty fields at the end are kept",
                (String row) -> row.split(";"),
                (String row) -> row.split(";", -1))
            .shownBy(() -> with("a;b;;"))
            .notBy(() -> with("a;b"))
            .at("result", Kind.SIZE),
        one(
                "quotation marks are escaped",
                (String text) -> text.replace("&", "&amp;"),
                (String text) -> text.replace("&", "&amp;").replace("\"", "&quot;"))
            .shownBy(() -> with("a=\"1\""))
            .notBy(() -> with("a&b"))
            .at("result", Kind.TEXT));
  }
}
