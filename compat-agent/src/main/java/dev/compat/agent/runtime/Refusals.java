package dev.compat.agent.runtime;

import dev.compat.config.Problem;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why migrations must not be armed, and in which application loaders.
 *
 * <p>Knows the loaders only weakly. Guarded by this object's monitor, which threads that load
 * classes hold for a moment, calling nothing of theirs.
 */
final class Refusals {

  private final List<Refusal> all = new ArrayList<>();

  private record Refusal(
      String migration, Problem problem, @Nullable WeakReference<ClassLoader> loader) {

    boolean is(String otherMigration, Problem otherProblem) {
      return migration.equals(otherMigration) && problem.equals(otherProblem);
    }

    boolean holdsIn(@Nullable ClassLoader other) {
      return loader == null || loader.refersTo(other);
    }

    boolean isGone() {
      return loader != null && loader.refersTo(null);
    }
  }

  /**
   * Adds one.
   *
   * @param loader the application loader; null for all
   * @return whether the problem was not known yet, of another loader either
   */
  synchronized boolean add(@Nullable ClassLoader loader, String migration, Problem problem) {
    all.removeIf(Refusal::isGone);
    List<Refusal> same = all.stream().filter(known -> known.is(migration, problem)).toList();
    if (same.stream().noneMatch(known -> known.holdsIn(loader))) {
      all.add(new Refusal(migration, problem, loader == null ? null : new WeakReference<>(loader)));
    }
    return same.isEmpty();
  }

  /**
   * The reasons for a migration in one line, or null if there are none.
   *
   * @param loader the application loader; null for any
   */
  synchronized @Nullable String of(String migration, @Nullable ClassLoader loader) {
    String reasons =
        all.stream()
            .filter(known -> known.migration.equals(migration) && !known.isGone())
            .filter(known -> loader == null || known.holdsIn(loader))
            .map(known -> known.problem.toString())
            .distinct()
            .collect(Collectors.joining("; "));
    return reasons.isEmpty() ? null : reasons;
  }

  /** All reasons, a line each. */
  synchronized Stream<String> all() {
    return all.stream()
        .filter(known -> !known.isGone())
        .map(known -> known.problem.toString())
        .distinct()
        .toList()
        .stream();
  }
}
