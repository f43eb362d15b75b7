package dev.compat.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.evidence.TrialResult;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * What is written as a test is compiled and run, against an adapter that has the difference and one
 * that has not.
 */
class WrittenTestTest {

  private static final String LEGACY =
      """
      package app;
      import java.math.BigDecimal;
      import java.time.*;
      import java.util.*;
      public class Legacy {
        public enum Colour { RED, GREEN { } }
        enum Secret { A }
        public record Money(BigDecimal amount, String currency) {}
        public record Line(List<Money> prices, int count, long total, Colour colour, LocalDate due) {}
        record Hidden(String text) {}
        public static class Order {
          public final List<Object> lines = new ArrayList<>();
          private Order self = this;
          public boolean equals(Object o) { return o instanceof Order other && other.lines.equals(lines); }
          public int hashCode() { return 1; }
        }
        public static class Refused extends RuntimeException {
          private final int code;
          Refused(int code) { super("refused"); this.code = code; }
        }
        public static String text(String text) { return "legacy " + text; }
        public static String nothing() { return "legacy"; }
        public static Object same(Object value) { return value; }
        public static Object refuse(Object value) {
          throw "plain".equals(value) ? new IllegalStateException("no \\"" + value + "\\"") : new Refused(3);
        }
        public static void add(List<Object> to, Object value) { to.add(value); }
        public static Object[] values() {
          Order order = new Order();
          order.lines.add("x");
          Object shared = new ArrayList<>(List.of(1));
          Map<String, Object> map = new LinkedHashMap<>();
          map.put("k", 1);
          return new Object[] {
            new byte[5800], new int[600], new ArrayList<>(Collections.nCopies(900, 1000)),
            new Thread.State[] {Thread.State.NEW}, new Integer[] {1},
            "", "\\u00e9 \\"quoted\\" \\\\ \\n\\t \\ud800 \\ud83d\\ude00", '\\'', 'x', '"', 1, -5L,
            (short) 2, (byte) -1, 1.5, Double.NaN, -0.0, 0.1f, null,
            new BigDecimal("1.50"),
            Colour.GREEN, Secret.A, UUID.fromString("00000000-0000-0001-0000-000000000002"),
            Instant.EPOCH, LocalDate.of(2026, 11, 20), YearMonth.of(2026, 2),
            ZoneId.of("Europe/Berlin"), Optional.of("x"), Optional.empty(), new StringBuilder("sb"),
            new int[] {1, -2}, new String[] {"a", null}, new byte[] {-1, 2}, new char[] {'\\''}, new double[] {-0.0, Double.NaN},
            new Object[] {1, "2"}, new Money[] {new Money(BigDecimal.ONE, null)},
            new ArrayList<>(Arrays.asList("a", null)), new ArrayList<>(), List.of(new int[] {1}), Arrays.asList((Object) null),
            Map.of("a", 1), new TreeSet<>(Set.of(2, 1)), map,
            new Money(new BigDecimal("1.50"), "EUR"),
            new Line(new ArrayList<>(List.of(new Money(BigDecimal.TEN, "x"))), 1, 2L, Colour.GREEN, LocalDate.of(2026, 1, 2)),
            new Hidden("h"), order, new Object[] {shared, shared},
            new BitSet(), Collections.unmodifiableList(new ArrayList<>(List.of(1))),
          };
        }
      }
      """;

  /** Answers as legacy does, but for what {@code CHANGED} does to it. */
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      import java.util.*;
      @Replaces(value = app.Legacy.class, migration = "legacy")
      class Adapter {
        String text(String text) { return (String) changed("legacy " + text); }
        String nothing() { return (String) changed("legacy"); }
        Object same(Object value) { return changed(value); }
        Object refuse(Object value) { return changed(app.Legacy.refuse(CHANGED ? "plain".equals(value) ? "other" : "plain" : value)); }
        void add(List<Object> to, Object value) { to.add(changed(value)); }
        private Object changed(Object value) { return CHANGED ? value instanceof String ? value + "!" : "!" : value; }
      }
      """;

  private static final String MODULE =
      "package plug; public class Plug extends dev.compat.CompatModule {}";

  @TempDir Path folder;

  private static void compile(Path to, List<Path> classPath, Map<String, String> sources)
      throws IOException {
    Files.createDirectories(to);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    String path =
        Stream.concat(
                classPath.stream().map(Path::toString),
                Stream.of(System.getProperty("java.class.path")))
            .reduce((one, other) -> one + File.pathSeparator + other)
            .orElseThrow();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-d",
                    to.toString(),
                    "-cp",
                    path,
                    "-parameters",
                    "-proc:none",
                    "-encoding",
                    "US-ASCII",
                    "-Xlint:all",
                    "-Werror",
                    "-Xlint:-serial,-classfile,-path"),
                null,
                units)
            .call();
    assertThat(compiled).as("%s", messages).isTrue();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("mem:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** A call of legacy as a trial would have it. */
  private static RecordedCall call(ClassLoader app, String method, Object... arguments)
      throws ReflectiveOperationException {
    Object[] before = arguments.clone();
    for (int i = 0; i < before.length; i++) {
      before[i] =
          before[i] instanceof List<?> list && method.equals("add")
              ? new ArrayList<>(list)
              : before[i];
    }
    var target =
        Arrays.stream(app.loadClass("app.Legacy").getMethods())
            .filter(one -> one.getName().equals(method))
            .findFirst()
            .orElseThrow();
    Outcome legacy;
    try {
      legacy = Outcome.returned(target.invoke(null, arguments));
    } catch (InvocationTargetException thrown) {
      legacy = Outcome.threw(thrown.getTargetException());
    }
    Outcome left = legacy.leaving(null, arguments);
    return RecordedCall.of(
        new TrialResult(
            Comparison.exact().compare(left, left),
            null,
            Arrays.asList(before),
            left,
            left,
            null,
            false,
            Instant.EPOCH),
        null,
        Redactor.NONE);
  }

  private static TestExecutionSummary run(ClassLoader loader, List<String> tests)
      throws ReflectiveOperationException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    try {
      var request = LauncherDiscoveryRequestBuilder.request();
      for (String test : tests) {
        request.selectors(DiscoverySelectors.selectClass(loader.loadClass(test)));
      }
      SummaryGeneratingListener summary = new SummaryGeneratingListener();
      LauncherFactory.create().execute(request.build(), summary);
      return summary.getSummary();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void a_written_test_reproduces_what_it_was_written_of() throws Exception {
    Path app = folder.resolve("app");
    compile(app, List.of(), Map.of("app.Legacy", LEGACY));
    Map<String, String> tests = new TreeMap<>();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {app.toUri().toURL()})) {
      Object[] values = (Object[]) loader.loadClass("app.Legacy").getMethod("values").invoke(null);
      List<RecordedCall> calls = new ArrayList<>();
      List<String> joinPoints = new ArrayList<>();
      for (Object value : values) {
        calls.add(call(loader, "same", value));
        joinPoints.add("app.Legacy#same(Object)");
      }
      calls.add(call(loader, "text", "\u00e9"));
      joinPoints.add("app.Legacy#text(String)");
      calls.add(call(loader, "nothing"));
      joinPoints.add("app.Legacy#nothing()");
      calls.add(call(loader, "refuse", "plain"));
      joinPoints.add("app.Legacy#refuse(Object)");
      calls.add(call(loader, "refuse", 5));
      joinPoints.add("app.Legacy#refuse(Object)");
      calls.add(call(loader, "add", new ArrayList<>(List.of("a")), "b"));
      joinPoints.add("app.Legacy#add(List, Object)");
      for (int i = 0; i < calls.size(); i++) {
        WrittenTest.Subject subject =
            new WrittenTest.Subject(
                "M" + (i + 1),
                joinPoints.get(i),
                List.of("About */ \\u000a é"),
                "plug.Plug",
                List.of());
        RecordedCall stored = RecordedCall.parse(calls.get(i).text());
        assertThat(tests.put("plug." + subject.className(), WrittenTest.of(stored, subject)))
            .isNull();
      }
    }
    Path written = folder.resolve("tests");
    for (boolean changed : new boolean[] {false, true}) {
      Path plugin = folder.resolve("plugin-" + changed);
      compile(
          plugin,
          List.of(app),
          Map.of("plug.Adapter", ADAPTER.replace("CHANGED", "" + changed), "plug.Plug", MODULE));
      if (!changed) {
        compile(written, List.of(app, plugin), tests);
      }
      URL[] all = {app.toUri().toURL(), plugin.toUri().toURL(), written.toUri().toURL()};
      try (URLClassLoader loader = new URLClassLoader(all)) {
        TestExecutionSummary summary = run(loader, List.copyOf(tests.keySet()));
        assertThat(summary.getTestsFoundCount()).isEqualTo(tests.size());
        if (changed) {
          assertThat(summary.getFailures())
              .extracting(failure -> String.valueOf(failure.getException().getMessage()))
              .hasSize(tests.size())
              .allSatisfy(
                  message -> assertThat(message).contains("differs from what legacy answered"));
        } else {
          assertThat(summary.getFailures()).as(() -> failures(summary)).isEmpty();
        }
      }
    }
  }

  private static String failures(TestExecutionSummary summary) {
    StringBuilder out = new StringBuilder();
    summary
        .getFailures()
        .forEach(
            failure ->
                out.append(failure.getTestIdentifier().getLegacyReportingName())
                    .append(' ')
                    .append(failure.getTestIdentifier().getUniqueId())
                    .append('\n')
                    .append(failure.getException())
                    .append('\n'));
    return out.toString();
  }

  @Test
  void a_written_test_is_short_and_in_plain_java() {
    RecordedCall call =
        RecordedCall.of(
            new TrialResult(
                Comparison.exact().compare(Outcome.returned("&#233;"), Outcome.returned("é")),
                null,
                List.of("é"),
                Outcome.returned("&#233;"),
                Outcome.returned("é"),
                null,
                false,
                Instant.EPOCH),
            null,
            Redactor.NONE);
    WrittenTest.Subject subject =
        new WrittenTest.Subject(
            "M1",
            "org.apache.commons.lang.StringEscapeUtils#escapeXml(String)",
            List.of("Mismatch M1 of migration text-escaping: result, text."),
            "com.example.escaping.plugin.EscapingPlugin",
            List.of());

    assertThat(subject.path()).isEqualTo("com/example/escaping/plugin/EscapeXmlM1Test.java");
    String source = WrittenTest.of(call, subject);
    assertThat(source.getBytes(UTF_8)).hasSize(source.length());
    assertThat(source)
        .isEqualTo(
            """
            package com.example.escaping.plugin;

            import dev.compat.junit.LegacyCall;
            import org.junit.jupiter.api.Test;

            /**
             * Mismatch M1 of migration text-escaping: result, text.
             */
            class EscapeXmlM1Test {

              @Test
              void escapeXml_answers_as_legacy_did() throws Exception {
                LegacyCall.of("org.apache.commons.lang.StringEscapeUtils#escapeXml(String)")
                    .given("\\u00e9")
                    .returned("&#233;")
                    .isAnsweredBy(EscapingPlugin.class);
              }
            }
            """);
  }
}
