package dev.compat.agent.weave;

import dev.compat.config.Nearest;
import dev.compat.config.Observed;
import dev.compat.config.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A legacy class of which methods are observed, as all entries that name it say together.
 *
 * @param name its binary name
 * @param entries one or more
 */
public record ObservedClass(String name, List<Observed> entries) {

  /** Stands for the migration's name in methods that have none: no YAML key is spelled so. */
  public static final String GATE = "\0observe";

  public ObservedClass {
    entries = List.copyOf(entries);
  }

  /** The classes that {@code configured} names. */
  public static List<ObservedClass> of(Collection<Observed> configured) {
    Map<String, List<Observed>> byName =
        configured.stream()
            .collect(Collectors.groupingBy(Observed::type, TreeMap::new, Collectors.toList()));
    List<ObservedClass> classes = new ArrayList<>();
    byName.forEach((name, entries) -> classes.add(new ObservedClass(name, entries)));
    return classes;
  }

  /** The entry that has a method observed: one that names it before one that names all; or null. */
  public @Nullable Observed entryOf(String method) {
    Observed ofAll = null;
    for (Observed entry : entries) {
      if (method.equals(entry.method())) {
        return entry;
      }
      ofAll = ofAll == null && entry.method() == null ? entry : ofAll;
    }
    return ofAll;
  }

  /** What is wrong with the entries, now that the class is known. */
  List<Problem> check(LegacyShape shape, WovenClass woven) {
    List<Problem> problems = new ArrayList<>();
    for (Observed entry : entries) {
      String method = entry.method();
      if (method != null && !shape.declares(method)) {
        problems.add(missing(entry, method, shape));
      } else if (method != null) {
        woven.leftAlone().keySet().stream()
            .filter(one -> one.name().equals(method))
            .forEach(one -> problems.add(leftAlone(entry, one, woven)));
      } else if (woven.woven().stream().noneMatch(one -> entryOf(one.name()) != null)) {
        problems.add(nothing(entry));
      }
    }
    return problems;
  }

  private Problem nothing(Observed entry) {
    return new Problem(
        entry.where(),
        "nothing of "
            + name
            + " can be observed: all that it declares itself is abstract or cannot be woven",
        "observe the classes that implement or extend it, or the one that it inherits from");
  }

  private Problem missing(Observed entry, String method, LegacyShape shape) {
    List<String> declared =
        shape.methods().stream()
            .map(MethodRef::name)
            .filter(one -> !one.startsWith("<"))
            .distinct()
            .toList();
    return new Problem(
        entry.where(),
        name + "#" + method + " cannot be observed: the class declares no method " + method,
        Nearest.remedy(method, declared));
  }

  private Problem leftAlone(Observed entry, MethodRef method, WovenClass woven) {
    LeftAlone why = woven.leftAlone().get(method);
    return new Problem(
        entry.where(),
        name + "#" + method + " cannot be observed: " + (why == null ? "" : why.why()),
        "take it out of 'observe'");
  }
}
