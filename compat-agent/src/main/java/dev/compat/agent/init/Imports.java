package dev.compat.agent.init;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The imports of one source file, gathered while its body is written. Confined to one thread. */
final class Imports {

  private final String ownPackage;
  private final Map<String, String> bySimpleName = new TreeMap<>();

  /** The imports of a file in {@code ownPackage} that declares types of these simple names. */
  Imports(String ownPackage, Set<String> declared) {
    this.ownPackage = ownPackage;
    declared.forEach(name -> bySimpleName.put(name, ownPackage + "." + name));
  }

  /** How the body calls a type: by its simple name, unless that is another's. */
  String use(String name) {
    String simple = name.substring(name.lastIndexOf('.') + 1);
    String known = bySimpleName.putIfAbsent(simple, name);
    return known == null || known.equals(name) ? simple : name;
  }

  /** The import statements, a line each. */
  String statements() {
    return bySimpleName.values().stream()
        .filter(name -> !isVisibleAnyway(name))
        .sorted()
        .map(name -> "import " + name + ";\n")
        .collect(Collectors.joining());
  }

  private boolean isVisibleAnyway(String name) {
    int dot = name.lastIndexOf('.');
    String home = dot < 0 ? "" : name.substring(0, dot);
    return home.isEmpty() || home.equals("java.lang") || home.equals(ownPackage);
  }
}
