package dev.compat.agent.cli;

import dev.compat.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Those who call: the known values of one context key, each with its share of the traffic.
 *
 * @param key the context key
 * @param file where they are listed
 * @param weights by id, how much of the traffic; any unit
 * @param weighted whether any weight was given
 */
record Population(String key, Path file, Map<String, Double> weights, boolean weighted) {

  private static final String KEY = "tenant";

  /**
   * Reads {@code tenants.csv} or {@code user=users.csv}: a line for each, {@code acme} or {@code
   * acme,120}. Blank lines and lines that begin with # do not count.
   *
   * @param problems gets what is wrong
   * @return null if it cannot be read or lists nobody
   */
  static @Nullable Population read(String spec, List<Problem> problems) {
    int equals = spec.indexOf('=');
    String key = equals > 0 ? spec.substring(0, equals) : KEY;
    Path file = Path.of(spec.substring(equals > 0 ? equals + 1 : 0));
    try {
      return of(key, file, Files.readAllLines(file), problems);
    } catch (IOException e) {
      problems.add(new Problem(file.toString(), "cannot be read: " + e, "give a file of ids"));
      return null;
    }
  }

  private static @Nullable Population of(
      String key, Path file, List<String> lines, List<Problem> problems) {
    Map<String, Double> weights = new LinkedHashMap<>();
    boolean weighted = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        int comma = line.lastIndexOf(',');
        String id = (comma < 0 ? line : line.substring(0, comma)).strip();
        Double weight = comma < 0 ? Double.valueOf(1) : weight(line.substring(comma + 1));
        weighted |= comma >= 0;
        if (weight == null || id.isEmpty() || weights.put(id, weight) != null) {
          String message = "'" + line + "' is no id and weight, or is there twice";
          problems.add(new Problem(file + ":" + (i + 1), message, "write 'acme' or 'acme,120'"));
          return null;
        }
      }
    }
    if (weights.values().stream().mapToDouble(Double::doubleValue).sum() > 0) {
      return new Population(key, file, weights, weighted);
    }
    problems.add(new Problem(file.toString(), "lists nobody", "write a line for each: acme,120"));
    return null;
  }

  private static @Nullable Double weight(String text) {
    try {
      double weight = Double.parseDouble(text.strip());
      return weight >= 0 && weight < Double.POSITIVE_INFINITY ? weight : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  int size() {
    return weights.size();
  }

  /** The share of the traffic that some of them have, from 0 to 1. */
  double traffic(List<String> ids) {
    double all = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    return ids.stream().mapToDouble(id -> weights.getOrDefault(id, 0.0)).sum() / all;
  }
}
