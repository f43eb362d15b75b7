package com.example.escaping.corrected;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.escaping.SourcesJar;
import com.example.escaping.plugin.EscapingPlugin;
import com.example.escaping.plugin.TextEscaper;
import com.google.inject.Guice;
import com.google.inject.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The truth that the demo has to find, found without an agent: both sides called in turn with every
 * line of the input.
 */
class DirectComparisonTest {

  private static final List<Line> LINES = lines();

  private record Line(String file, String text) {}

  @Test
  void the_input_has_the_lines_that_the_counts_are_of() {
    assertThat(LINES).hasSize(100_950);
  }

  @Test
  void commons_text_as_it_is_differs_in_three_methods() {
    assertThat(differences(new EscapingPlugin()))
        .isEqualTo(
            Map.of(
                Method.ESCAPE_XML, "70 lines in 4 files",
                Method.UNESCAPE_HTML, "1 lines in 1 files",
                Method.UNESCAPE_JAVA, "8 lines in 4 files"));
  }

  @Test
  void the_corrected_replacement_never_differs() {
    assertThat(differences(new CorrectedEscapingPlugin())).isEmpty();
  }

  private static Map<Method, String> differences(Module module) {
    TextEscaper escaper = Guice.createInjector(module).getInstance(TextEscaper.class);
    Map<Method, String> differences = new EnumMap<>(Method.class);
    for (Method method : Method.values()) {
      List<Line> differing = LINES.stream().filter(line -> differ(method, escaper, line)).toList();
      if (!differing.isEmpty()) {
        long files = differing.stream().map(Line::file).distinct().count();
        differences.put(method, differing.size() + " lines in " + files + " files");
      }
    }
    return differences;
  }

  private static boolean differ(Method method, TextEscaper escaper, Line line) {
    return !method.legacy(line.text()).equals(method.replacement(escaper, line.text()));
  }

  private static List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    try {
      SourcesJar.forEachLine(
          Path.of(System.getProperty("input")), (file, text) -> lines.add(new Line(file, text)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
