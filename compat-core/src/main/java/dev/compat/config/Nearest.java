package dev.compat.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a mistyped one was probably meant to be. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known word with the fewest typing mistakes between it and {@code word}, the first of
   * several; empty if every one differs in more than about a third of its letters.
   */
  public static Optional<String> to(String word, Collection<String> known) {
    String best = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < fewest && distance <= tolerated(word, candidate)) {
        best = candidate;
        fewest = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The remedy for an unknown word: the nearest known one, or all of them. */
  public static String remedy(String word, Collection<String> known) {
    return to(word, known)
        .map(near -> "did you mean '" + near + "'?")
        .orElseGet(() -> known.isEmpty() ? "remove it" : "use " + either(known));
  }

  private static String either(Collection<String> known) {
    String all = String.join(", ", known);
    int last = all.lastIndexOf(", ");
    return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
  }

  private static int tolerated(String word, String candidate) {
    return (Math.max(word.length(), candidate.length()) + 2) / 3;
  }

  /** Optimal string alignment: insertions, deletions, replacements, neighbours exchanged. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : cheapest(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int cheapest(int[][] d, String a, String b, int i, int j) {
    int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    return exchanged(a, b, i, j) ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }

  private static boolean exchanged(String a, String b, int i, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
