package dev.compat.samples.billing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a report says, as {@code report --format json} prints it. */
record Figures(Map<String, Method> methods) {

  private static final Method NONE = new Method(0, 0, 0, List.of(), List.of(), Map.of());

  /**
   * What it says of one method.
   *
   * @param compared how many calls were compared in shadow
   * @param differ how many of these differ
   * @param shapes how many shapes of arguments there were
   * @param groups of those that differ
   * @param noise the places where legacy differs from itself
   * @param excuses in how many calls a rule applied
   */
  record Method(
      long compared,
      long differ,
      int shapes,
      List<Group> groups,
      List<String> noise,
      Map<String, Long> excuses) {}

  /**
   * A mismatch group.
   *
   * @param judgement whether noise accounts for it
   * @param patterns what its calls share and matching calls lack
   */
  record Group(String name, String path, long calls, String judgement, List<String> patterns) {}

  static Figures of(JsonNode report) {
    Map<String, Method> methods = new LinkedHashMap<>();
    for (JsonNode item : report.path("migrations").path(Jars.MIGRATION)) {
      String joinPoint = item.path("evidence").path("joinPoint").asString();
      methods.put(joinPoint.replaceAll(".*#|\\(.*", ""), method(item));
    }
    return new Figures(methods);
  }

  private static Method method(JsonNode item) {
    JsonNode evidence = item.path("evidence");
    JsonNode findings = evidence.path("findings");
    JsonNode coverage = evidence.path("coverage");
    long differ = coverage.path("mismatched").asLong();
    long compared = coverage.path("matched").asLong() + coverage.path("excused").asLong() + differ;
    return new Method(
        compared,
        differ,
        findings.path("arguments").size(),
        groups(item),
        texts(findings.path("probes").path("places"), "path"),
        excuses(findings.path("excuses")));
  }

  private static List<Group> groups(JsonNode item) {
    List<Group> groups = new ArrayList<>();
    for (JsonNode group : item.path("groups")) {
      groups.add(
          new Group(
              group.path("name").asString(),
              group.path("key").path("path").asString(),
              group.path("calls").asLong(),
              group.path("noise").asString(),
              texts(group.path("patterns"), "trait")));
    }
    return groups;
  }

  private static List<String> texts(JsonNode items, String name) {
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(item.path(name).asString()));
    return texts;
  }

  private static Map<String, Long> excuses(JsonNode items) {
    Map<String, Long> excuses = new LinkedHashMap<>();
    for (JsonNode item : items) {
      excuses.merge(item.path("rule").asString(), item.path("calls").asLong(), Long::sum);
    }
    return excuses;
  }

  Method of(String method) {
    return methods.getOrDefault(method, NONE);
  }

  long compared() {
    return methods.values().stream().mapToLong(Method::compared).sum();
  }

  long differ() {
    return methods.values().stream().mapToLong(Method::differ).sum();
  }
}
