package dev.compat.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A regression test of one recorded call, as a source file: that the adapter answers as legacy did.
 *
 * <p>In ASCII. Values that an expression of Java makes are written so, others as they were
 * recorded; where parts of several values are one object the call is written as a whole.
 */
public final class WrittenTest {

  private static final int LINE = 90;

  /** A method has 64 kB of code, of which a part takes about a dozen bytes. */
  private static final int MOST_PARTS = 500;

  private final RecordedCall call;
  private final String joinPoint;
  private final Literal literal = Literal.source();
  private boolean isRecorded;

  private WrittenTest(RecordedCall call, String joinPoint) {
    this.call = call;
    this.joinPoint = joinPoint;
  }

  /**
   * What a test is of.
   *
   * @param name of the finding, such as {@code M1}
   * @param joinPoint such as {@code org.apache.commons.lang.StringEscapeUtils#escapeXml(String)}
   * @param about what it is about, a line each, without values
   * @param plugin the binary name of the plugin's module, or of its adapter, in the same package as
   *     the test where it is not public
   * @param flags the flag file with the rules by which answers are compared, and the migration;
   *     empty for none
   */
  public record Subject(
      String name, String joinPoint, List<String> about, String plugin, List<String> flags) {

    /** The simple name of the test's class. */
    public String className() {
      String method = joinPoint.replaceAll("^.*#|\\(.*$", "").replaceAll("[^A-Za-z0-9_]", "");
      String start = method.isEmpty() ? "" : method.substring(0, 1).toUpperCase(Locale.ROOT);
      return start + (method.isEmpty() ? "" : method.substring(1)) + name + "Test";
    }

    private String packageName() {
      int dot = plugin.lastIndexOf('.');
      return dot < 0 ? "" : plugin.substring(0, dot);
    }

    /** The path of the source file below the folder of sources. */
    public String path() {
      String folder = packageName().isEmpty() ? "" : packageName().replace('.', '/') + "/";
      return folder + className() + ".java";
    }
  }

  /** The source of the test. */
  public static String of(RecordedCall call, Subject subject) {
    return new WrittenTest(call, subject.joinPoint()).source(subject);
  }

  private String source(Subject subject) {
    List<String> steps = isWhole() ? whole() : steps();
    if (!subject.flags().isEmpty()) {
      steps.add("comparedBy(" + strings(subject.flags()) + ")");
    }
    String plugin = subject.plugin().substring(subject.plugin().lastIndexOf('.') + 1);
    steps.add("isAnsweredBy(" + plugin.replace('$', '.') + ".class);");
    String method = joinPoint.replaceAll("^.*#|\\(.*$", "").replaceAll("[^A-Za-z0-9_]", "");
    StringBuilder out = new StringBuilder();
    if (!subject.packageName().isEmpty()) {
      out.append("package ").append(subject.packageName()).append(";\n\n");
    }
    out.append(imports());
    out.append("\n/**\n");
    subject.about().forEach(line -> out.append(" * ").append(comment(line)).append('\n'));
    out.append(" */\nclass ").append(subject.className()).append(" {\n\n  @Test\n  void ");
    out.append(method).append("_answers_as_legacy_did() throws Exception {\n    ");
    out.append(String.join("\n        .", steps)).append("\n  }\n}\n");
    return out.toString();
  }

  private String imports() {
    TreeSet<String> all = new TreeSet<>(literal.imports());
    all.add("dev.compat.junit.LegacyCall");
    all.add("org.junit.jupiter.api.Test");
    StringBuilder out = new StringBuilder();
    if (isRecorded) {
      out.append("import static dev.compat.junit.LegacyCall.value;\n\n");
    }
    all.forEach(name -> out.append("import ").append(name).append(";\n"));
    return out.toString();
  }

  private static String comment(String line) {
    StringBuilder out = new StringBuilder();
    line.chars().forEach(c -> out.append(c >= ' ' && c < 0x7F ? (char) c : '-'));
    return out.toString()
        .replace("*/", "* /")
        .replace("\\u", "\\ u")
        .replace("@", "(at)")
        .replace("<", "&lt;");
  }

  /** Whether a value refers to another, so that none can be made without the rest. */
  private boolean isWhole() {
    return refers(call.given()) || refers(call.legacy());
  }

  private static boolean refers(@Nullable Object json) {
    if (json instanceof Map<?, ?> node) {
      return node.containsKey(Encoder.REF) || node.values().stream().anyMatch(WrittenTest::refers);
    }
    return json instanceof List<?> list && list.stream().anyMatch(WrittenTest::refers);
  }

  private List<String> whole() {
    return new ArrayList<>(
        List.of(
            "LegacyCall.recorded("
                + strings(List.of(joinPoint))
                + ",\n            "
                + wrapped(call.text())
                + ")"));
  }

  private List<String> steps() {
    List<String> steps = new ArrayList<>();
    steps.add("LegacyCall.of(" + strings(List.of(joinPoint)) + ")");
    Map<String, @Nullable Object> given = call.given();
    if (given.get("receiver") != null) {
      steps.add("on(" + expression(given.get("receiver")) + ")");
    }
    List<?> arguments = list(given.get("arguments"));
    if (!arguments.isEmpty()) {
      steps.add("given(" + expressions(arguments) + ")");
    }
    Map<String, @Nullable Object> legacy = call.legacy();
    steps.add(answer(legacy));
    if (legacy.get("receiver") != null) {
      steps.add("leavingReceiver(" + expression(legacy.get("receiver")) + ")");
    }
    List<?> left = list(legacy.get("arguments"));
    if (left.stream().anyMatch(Map.class::isInstance)) {
      steps.add("leaving(" + expressions(left) + ")");
    }
    return steps;
  }

  private static List<?> list(@Nullable Object json) {
    return json instanceof List<?> list ? list : List.of();
  }

  private String answer(Map<String, @Nullable Object> legacy) {
    Object threw = legacy.get("threw");
    if (threw instanceof Map<?, ?> node) {
      boolean isPlain =
          node.get(Encoder.CAUSE) == null
              && node.get(Encoder.THROWN) instanceof String
              && !node.containsKey(Encoder.OF);
      return isPlain
          ? "threw("
              + strings(List.of(String.valueOf(node.get(Encoder.THROWN))))
              + ", "
              + literal.of(node.get(Encoder.MESSAGE))
              + ")"
          : "threw(" + recorded(threw) + ")";
    }
    return "returned(" + expression(legacy.get("returned")) + ")";
  }

  /** One array, or null, would be taken for all arguments. */
  private String expressions(List<?> values) {
    List<String> all = new ArrayList<>();
    values.forEach(value -> all.add(expression(value)));
    Object only = values.size() == 1 ? values.get(0) : "";
    boolean isTakenApart =
        only == null || (only instanceof Map<?, ?> node && node.containsKey(Encoder.ARRAY));
    return (isTakenApart ? "(Object) " : "") + String.join(", ", all);
  }

  private String expression(@Nullable Object json) {
    String expression = parts(json) > MOST_PARTS ? null : literal.of(json);
    return expression == null ? recorded(json) : expression;
  }

  /** As many as an expression has, and more where an array was written as a text. */
  private static int parts(@Nullable Object json) {
    if (json instanceof Map<?, ?> node) {
      boolean isPacked = node.containsKey(Encoder.ARRAY) && node.get(Encoder.OF) instanceof String;
      return isPacked
          ? String.valueOf(node.get(Encoder.OF)).length()
          : node.values().stream().mapToInt(WrittenTest::parts).sum();
    }
    return json instanceof List<?> list ? list.stream().mapToInt(WrittenTest::parts).sum() : 1;
  }

  private String recorded(@Nullable Object json) {
    isRecorded = true;
    return "value(" + wrapped(JsonText.write(json)) + ")";
  }

  private String strings(List<String> texts) {
    return String.join(", ", texts.stream().map(literal::of).toList());
  }

  private String wrapped(String text) {
    List<String> lines = new ArrayList<>();
    for (int at = 0; at < text.length(); at += LINE) {
      lines.add(literal.of(text.substring(at, Math.min(text.length(), at + LINE))));
    }
    return String.join("\n            + ", lines);
  }
}
