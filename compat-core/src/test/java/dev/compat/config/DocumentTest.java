package dev.compat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DocumentTest {

  @Example
  void values_are_read_as_their_types() throws ConfigException {
    Document document =
        parse(
            """
            text: plain
            quoted: "10"
            unit: MINUTES
            bool: true
            number: 12
            short: 500ms
            long: 2 h
            percentage: 12.5 %
            list: [a, 2, true]
            map: {a: {b: c}}
            """);
    Section root = document.root();

    assertThat(root.text("text", "")).isEqualTo("plain");
    assertThat(root.text("quoted", "")).isEqualTo("10");
    assertThat(root.bool("bool", false)).isTrue();
    assertThat(root.number("number", 1, 99, 0)).isEqualTo(12);
    assertThat(root.duration("short", Duration.ZERO)).isEqualTo(Duration.ofMillis(500));
    assertThat(root.duration("long", Duration.ZERO)).isEqualTo(Duration.ofHours(2));
    assertThat(root.percentage("percentage", 0)).isEqualTo(12_500);
    assertThat(root.texts("list")).containsExactly("a", "2", "true");
    assertThat(root.texts("text")).containsExactly("plain");
    assertThat(root.section("map").section("a").text("b")).isEqualTo("c");
    document.check();
  }

  @Example
  void absent_keys_give_the_fallback() throws ConfigException {
    Document document = parse("a: 1");
    Section root = document.root();

    assertThat(root.text("b")).isNull();
    assertThat(root.choice("b", TimeUnit.class, TimeUnit.DAYS)).isEqualTo(TimeUnit.DAYS);
    assertThat(root.items("b")).isEmpty();
    assertThat(root.section("b").entries()).isEmpty();
    document.check();
  }

  @Example
  void a_key_without_a_value_is_an_empty_list_or_map_but_no_text() {
    assertThat(
            refusal(
                "a:\nb: ~\nc: null\n",
                root -> {
                  assertThat(root.items("a")).isEmpty();
                  assertThat(root.section("b").entries()).isEmpty();
                  root.text("c");
                }))
        .isEqualTo("f.yaml:3: 'c' must be a single value, not empty; write one value after it");
  }

  @Example
  void a_value_of_another_kind_is_refused() {
    assertThat(
            refusal(
                "a: [x]\nb:\n  c: d\ne: f\n",
                root -> {
                  root.text("a");
                  root.items("b");
                  root.section("e");
                }))
        .isEqualTo(
            """
            f.yaml:1: 'a' must be a single value, not a list; write one value after it
            f.yaml:2: 'b' must be a list, not a map; write it as [first, second]
            f.yaml:4: 'e' must be a map, not 'f'; write keys with values below it\
            """);
  }

  @Example
  void a_duplicate_key_is_refused_with_both_places() {
    assertThat(refusal("a: 1\nb: 2\na: 3\n"))
        .isEqualTo("f.yaml:3: duplicate key 'a'; keep this one or that of f.yaml:1");
  }

  @Example
  void an_alias_is_refused() {
    assertThat(refusal("a: &x 1\nb: *x\n"))
        .isEqualTo("f.yaml:2: alias '*x' is not supported; write the value out");
  }

  @Example
  void a_second_document_is_refused() {
    assertThat(refusal("a: 1\n---\nb: 2\n"))
        .isEqualTo("f.yaml:3: a second document begins here; keep one document in a file");
  }

  @Example
  void an_empty_file_is_refused() {
    String empty = "f.yaml: the file is empty; write at least one key, such as 'flags: {}'";

    assertThat(refusal("")).isEqualTo(empty);
    assertThat(refusal("# nothing\n")).isEqualTo(empty);
  }

  @Example
  void text_that_is_no_map_is_refused() {
    assertThat(refusal("hello\n"))
        .isEqualTo(
            "f.yaml:1: the file must be a map, not 'hello'; write keys with values below it");
  }

  @Example
  void what_the_scanner_cannot_read_is_refused_with_its_line() {
    String remedy = "; check indentation and brackets, and quote values with special characters";

    assertThat(refusal("a: 1\nb: c: d\n"))
        .isEqualTo("f.yaml:2: not YAML: mapping values are not allowed here" + remedy);
    assertThat(refusal("a: \"x\nb: 1\n"))
        .isEqualTo(
            "f.yaml:3: not YAML: while scanning a quoted scalar at line 1 found unexpected end of"
                + " stream"
                + remedy);
    assertThat(refusal("a: 1\n? [x]\n: 2\n")).startsWith("f.yaml:2: not YAML: ");
    assertThat(refusal("a: \u0007\n")).startsWith("f.yaml:1: not YAML: special characters");
    assertThat(refusal("[".repeat(2000))).startsWith("f.yaml: not YAML: Document nesting depth");
  }

  @Example
  void a_byte_order_mark_is_skipped() throws ConfigException {
    Document document = parse("\uFEFFa: 1\n");

    assertThat(document.root().text("a")).isEqualTo("1");
    document.check();
  }

  @Example
  void placeholders_take_the_environments_value_or_the_default() throws ConfigException {
    Document document =
        Document.parse(
            "a: ${A}\nb: pre-${B:x}-${A:y}-post\nc: ${C:}\nd: [\"${C:a:b}\"]\n",
            "f.yaml",
            Map.of("A", "1")::get);
    Section root = document.root();

    assertThat(root.text("a")).isEqualTo("1");
    assertThat(root.text("b")).isEqualTo("pre-x-1-post");
    assertThat(root.text("c")).isEmpty();
    assertThat(root.texts("d")).containsExactly("a:b");
    document.check();
  }

  @Example
  void a_placeholder_without_a_value_is_refused_once() {
    assertThat(
            refusal(
                "a: 1\nb: ${NO_SUCH}\nc: x${\n",
                root -> {
                  root.duration("b", Duration.ZERO);
                  root.number("c", 0, 1, 0);
                }))
        .isEqualTo(
            """
            f.yaml:2: environment variable 'NO_SUCH' is not set; set it, or give a default: \
            ${NO_SUCH:default}
            f.yaml:3: 'x${' has a '${' without an end; close it with '}'\
            """);
  }

  @Property
  void every_step_of_a_percentage_is_read(@ForAll @IntRange(max = 100_000) int steps)
      throws ConfigException {
    String written = BigDecimal.valueOf(steps, 3).toPlainString();

    for (String text : new String[] {written, written + "%", written + " %"}) {
      Document document = parse("p: " + text);
      assertThat(document.root().percentage("p", -1)).isEqualTo(steps);
      document.check();
    }
  }

  @Property
  void what_is_no_percentage_is_refused(@ForAll @IntRange(min = 100_001) int steps) {
    String over = BigDecimal.valueOf(steps, 3).toPlainString();

    assertThat(percentage(over))
        .isEqualTo("f.yaml:1: percentage " + over + " of 'p' is over 100; use 0 to 100");
    assertThat(percentage("-" + over))
        .isEqualTo("f.yaml:1: percentage -" + over + " of 'p' is below 0; use 0 to 100");
  }

  @Example
  void a_percentage_finer_than_a_bucket_is_refused() {
    assertThat(percentage("0.0005"))
        .isEqualTo(
            "f.yaml:1: percentage 0.0005 of 'p' is finer than 0.001; round it to three decimals");
    assertThat(percentage("five"))
        .isEqualTo("f.yaml:1: 'p' is not a percentage: 'five'; write a number from 0 to 100");
  }

  private static String percentage(String text) {
    return refusal("p: " + text, root -> root.percentage("p", 0));
  }

  private static Document parse(String text) {
    return Document.parse(text, "f.yaml");
  }

  private static String refusal(String text) {
    return refusal(text, root -> {});
  }

  private static String refusal(String text, Consumer<Section> reading) {
    Document document = parse(text);
    reading.accept(document.root());
    return String.valueOf(
        catchThrowableOfType(ConfigException.class, document::check).getMessage());
  }
}
