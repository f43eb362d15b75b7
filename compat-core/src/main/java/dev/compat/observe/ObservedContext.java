package dev.compat.observe;

import dev.compat.config.Observed;
import dev.compat.config.Problem;
import dev.compat.flag.ContextReaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The check of from where an observed class's context is to be read. Stateless. */
public final class ObservedContext {

  private ObservedContext() {}

  /**
   * The entries without the keys that cannot be read from where they say.
   *
   * @param problems gets one for each such key
   */
  public static List<Observed> checked(List<Observed> entries, List<Problem> problems) {
    return entries.stream().map(entry -> checked(entry, problems)).toList();
  }

  private static Observed checked(Observed entry, List<Problem> problems) {
    Map<String, String> good = new LinkedHashMap<>();
    entry
        .context()
        .forEach(
            (key, spec) -> {
              try {
                ContextReaders.compile(Map.of(key, spec), name -> null);
                good.put(key, spec);
              } catch (IllegalArgumentException bad) {
                problems.add(problem(entry, key, spec, bad));
              }
            });
    return new Observed(entry.type(), entry.method(), good, entry.where());
  }

  private static Problem problem(
      Observed entry, String key, String spec, IllegalArgumentException bad) {
    String text = String.valueOf(bad.getMessage());
    int remedy = text.lastIndexOf("; ");
    return new Problem(
        entry.where(),
        "'" + key + "' of observed " + entry.type() + " cannot be read from '" + spec + "'",
        remedy < 0 ? "correct it" : text.substring(remedy + 2));
  }
}
