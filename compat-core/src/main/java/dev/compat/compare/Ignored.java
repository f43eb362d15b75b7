package dev.compat.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The places a team has asked not to compare. Immutable. */
final class Ignored {

  private static final Pattern STEP = Pattern.compile("\\[[^\\]]*]|[^.\\[\\]]+");

  private final List<List<String>> patterns;

  private Ignored(List<List<String>> patterns) {
    this.patterns = patterns;
  }

  static Ignored of(List<String> paths) {
    return new Ignored(paths.stream().map(Ignored::parse).toList());
  }

  /** What is ignored of one method: paths that begin with its name speak of its result. */
  Ignored of(String method) {
    if (patterns.stream().allMatch(pattern -> isRoot(pattern.get(0)))) {
      return this;
    }
    return new Ignored(
        patterns.stream().map(p -> p.get(0).equals(method) ? ofResult(p) : p).toList());
  }

  private static boolean isRoot(String step) {
    return step.equals("result") || step.equals("thrown");
  }

  private static List<String> ofResult(List<String> pattern) {
    List<String> steps = new ArrayList<>(pattern);
    steps.set(0, "result");
    return List.copyOf(steps);
  }

  private static List<String> parse(String path) {
    List<String> steps = new ArrayList<>();
    Matcher step = STEP.matcher(path.strip());
    while (step.find()) {
      steps.add(step.group());
    }
    if (steps.isEmpty() || Place.isBracket(steps.get(0))) {
      throw new IllegalArgumentException(
          "ignored path '"
              + path
              + "' names no place; write result, thrown or a method's name first");
    }
    return List.copyOf(steps);
  }

  boolean covers(Place place) {
    return !patterns.isEmpty() && covers(place.steps());
  }

  private boolean covers(List<String> steps) {
    for (List<String> pattern : patterns) {
      if (matches(pattern, 0, steps, 0)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(List<String> pattern, int p, List<String> steps, int s) {
    if (p == pattern.size() || s == steps.size()) {
      return p == pattern.size() && s == steps.size();
    }
    String wanted = pattern.get(p);
    String step = steps.get(s);
    if (fits(wanted, step) && matches(pattern, p + 1, steps, s + 1)) {
      return true;
    }
    // An index that the pattern leaves out stands for every index.
    boolean leftOut = Place.isBracket(step) && !Place.isBracket(wanted);
    return leftOut && matches(pattern, p, steps, s + 1);
  }

  private static boolean fits(String wanted, String step) {
    if (!Place.isBracket(step)) {
      return wanted.equals(step);
    }
    return wanted.equals("[*]") || wanted.equals(step) || step.equals("[" + wanted + "]");
  }
}
