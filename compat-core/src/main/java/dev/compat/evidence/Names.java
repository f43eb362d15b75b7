package dev.compat.evidence;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The shortest names that tell the join points of one migration apart: {@code escapeXml}, with its
 * parameters where it is overloaded, with its class where two classes have it.
 */
final class Names {

  private final Map<String, String> names = new HashMap<>();

  private Names() {}

  static Names of(Collection<String> joinPoints) {
    Names names = new Names();
    List<UnaryOperator<String>> ever =
        List.of(
            Names::method,
            Names::signature,
            joinPoint -> simpleClass(joinPoint) + "." + method(joinPoint),
            joinPoint -> simpleClass(joinPoint) + "." + signature(joinPoint),
            UnaryOperator.identity());
    Map<String, Set<String>> byMethod = new HashMap<>();
    joinPoints.forEach(
        point -> byMethod.computeIfAbsent(method(point), name -> new HashSet<>()).add(point));
    byMethod.values().forEach(alike -> names.add(alike, ever));
    return names;
  }

  /** All that share a method's name are named in the same way, so that none seems to be the one. */
  private void add(Set<String> alike, List<UnaryOperator<String>> ever) {
    for (UnaryOperator<String> name : ever) {
      if (alike.stream().map(name).distinct().count() == alike.size()) {
        alike.forEach(point -> names.put(point, name.apply(point)));
        return;
      }
    }
  }

  String of(String joinPoint) {
    return names.getOrDefault(joinPoint, joinPoint);
  }

  private static String signature(String joinPoint) {
    return joinPoint.substring(joinPoint.indexOf('#') + 1);
  }

  private static String method(String joinPoint) {
    String signature = signature(joinPoint);
    int parameters = signature.indexOf('(');
    return parameters < 0 ? signature : signature.substring(0, parameters);
  }

  private static String simpleClass(String joinPoint) {
    String type = joinPoint.substring(0, Math.max(0, joinPoint.indexOf('#')));
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
