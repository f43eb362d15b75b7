package dev.compat.samples.escaping;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a report says of each method, by the method's name. */
record Findings(Map<String, Method> methods) {

  /**
   * What a report says of one method.
   *
   * @param calls how many calls there were
   * @param compared how many of them were compared
   * @param differ how many of these differed
   */
  record Method(long calls, long compared, long differ) {}

  /** Reads what {@code report --format json} prints. */
  static Findings of(JsonNode report) {
    Map<String, Method> methods = new LinkedHashMap<>();
    for (JsonNode item : report.path("migrations").path(Truth.MIGRATION)) {
      JsonNode evidence = item.path("evidence");
      methods.put(name(evidence.path("joinPoint").asString()), method(evidence.path("coverage")));
    }
    return new Findings(methods);
  }

  private static Method method(JsonNode coverage) {
    long differ = coverage.path("mismatched").asLong();
    long compared = coverage.path("matched").asLong() + differ;
    return new Method(coverage.path("shadowed").asLong(), compared, differ);
  }

  private static String name(String joinPoint) {
    return joinPoint.replaceAll(".*#|\\(.*", "");
  }

  @Nullable Method of(String method) {
    return methods.get(method);
  }
}
