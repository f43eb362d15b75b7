package dev.compat.agent.suites;

import dev.compat.agent.weave.MethodRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The second copies of all classes of a library, and which methods they are to answer for. */
final class Copies {

  private final Map<String, SecondCopy> all = new TreeMap<>();
  private final Map<String, List<MethodRef>> answered = new TreeMap<>();
  private final Map<String, Integer> leftOut = new TreeMap<>();
  private final List<LeftOut> unused;

  private Copies(Library library) {
    List<LeftOut> lines = LeftOut.of(library).stream().filter(line -> !line.isTest()).toList();
    Set<LeftOut> used = new HashSet<>();
    library
        .classFiles()
        .byClass()
        .forEach(
            (name, classFile) -> {
              SecondCopy copy = SecondCopy.of(classFile, library.packages());
              all.put(name, copy);
              String type = name.substring(library.packages().length());
              answered.put(name, answered(type, copy, lines, used));
            });
    unused = lines.stream().filter(line -> !line.isOfAll() && !used.contains(line)).toList();
  }

  static Copies of(Library library) {
    return new Copies(library);
  }

  private List<MethodRef> answered(
      String type, SecondCopy copy, List<LeftOut> lines, Set<LeftOut> used) {
    List<MethodRef> kept = new ArrayList<>();
    for (MethodRef method : copy.methods()) {
      List<LeftOut> reasons = lines.stream().filter(line -> line.covers(type, method)).toList();
      used.addAll(reasons);
      if (reasons.isEmpty()) {
        kept.add(method);
      } else {
        leftOut.merge(reasons.get(0).reason(), 1, Integer::sum);
      }
    }
    return kept;
  }

  /** By the binary names of the originals. */
  Map<String, SecondCopy> all() {
    return all;
  }

  /** The methods that the copy of a class answers for. */
  List<MethodRef> answered(String name) {
    return answered.get(name);
  }

  int answeredCount() {
    return answered.values().stream().mapToInt(List::size).sum();
  }

  /** How many static methods without foreign types no copy answers for, by reason. */
  Map<String, Integer> leftOut() {
    return leftOut;
  }

  /** The lines that leave nothing out. */
  List<LeftOut> unused() {
    return unused;
  }

  /** Adapters for every eligible method, and the copies beside them: what a plugin jar holds. */
  Map<String, byte[]> plugin() {
    Adapters adapters = new Adapters();
    Map<String, byte[]> entries = new TreeMap<>();
    all.forEach(
        (name, copy) -> {
          List<MethodRef> rest = new ArrayList<>(copy.eligible());
          rest.removeAll(answered(name));
          adapters.addInert(name, Suite.REST, rest);
          adapters.addDelegating(name, Suite.COPY, answered(name), copy);
          entries.put(copy.name() + ".class", copy.classFile());
        });
    entries.putAll(adapters.classFiles());
    return entries;
  }
}
