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

  private static final List<String> LINES = lines();

  @Test
  void commons_text_as_it_is_differs_in_three_methods() {
    assertThat(differences(new EscapingPlugin()))
        .isEqualTo(Map.of(Method.ESCAPE_XML, 70, Method.UNESCAPE_HTML, 1, Method.UNESCAPE_JAVA, 8));
  }

  @Test
  void the_corrected_replacement_never_differs() {
    assertThat(differences(new CorrectedEscapingPlugin())).isEmpty();
  }

  @Test
  void the_input_has_the_lines_that_the_counts_are_of() {
    assertThat(LINES).hasSize(100_950);
  }

  private static Map<Method, Integer> differences(Module module) {
    TextEscaper escaper = Guice.createInjector(module).getInstance(TextEscaper.class);
    Map<Method, Integer> differences = new EnumMap<>(Method.class);
    for (Method method : Method.values()) {
      for (String line : LINES) {
        if (!method.legacy(line).equals(method.replacement(escaper, line))) {
          differences.merge(method, 1, Integer::sum);
        }
      }
    }
    return differences;
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    try {
      SourcesJar.forEachLine(Path.of(System.getProperty("input")), lines::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
