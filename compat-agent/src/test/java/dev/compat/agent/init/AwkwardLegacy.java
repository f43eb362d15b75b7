package dev.compat.agent.init;

/** Legacy whose methods are hard to tell apart, or to write down, for a plugin. */
@SuppressWarnings("AmbiguousMethodReference") // that is what is awkward about it
public class AwkwardLegacy {

  static class Leaf {}

  static class Branch {}

  /** Its parameter is called as the adapter's field is. */
  public String copy(String original) {
    return original;
  }

  public int compare(AwkwardLegacy other) {
    return compare(this, other);
  }

  public static int compare(AwkwardLegacy one, AwkwardLegacy other) {
    return one == other ? 0 : 1;
  }

  void visit(Leaf leaf) {}

  void visit(Branch[] branches) {}

  void alone(Leaf leaf) {}
}
