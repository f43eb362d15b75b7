package dev.compat.agent.cli;

import dev.compat.state.Decisions;
import dev.compat.state.Revision;
import dev.compat.state.StateException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a decision changed, and who has obeyed it.
 *
 * @param stays the migrations that are held to less than their floors, which they do not go below
 * @param undo the revision to restore to take it back; {@code null} when that cannot be read
 */
record Outcome(
    List<Change> changes,
    long before,
    long after,
    List<String> stays,
    @Nullable Long undo,
    Obedience obedience,
    List<String> problems) {

  /** One migration's routes before and after. */
  record Change(String migration, String from, String to) {
    @Override
    public String toString() {
      return from + " -> " + to;
    }
  }

  /** Waits for the processes and puts together what to say. */
  static Outcome of(Situation before, Revision decided, Deciding options, List<String> about) {
    Decisions now = before.state().decisions();
    List<Change> changes = new ArrayList<>();
    for (String migration : before.migrations()) {
      Change change = change(before, now, migration);
      if (about.contains(migration) || !change.from().equals(change.to())) {
        changes.add(change);
      }
    }
    return new Outcome(
        changes,
        before.decisions().revision().number(),
        decided.number(),
        stays(before, now),
        undo(before),
        Obedience.await(before.state(), decided.number(), options.patience()),
        problems(before, decided, now));
  }

  private static Change change(Situation before, Decisions now, String migration) {
    Instant time = Instant.now();
    String from = before.effective(migration, before.decisions());
    boolean same = before.decisions().ceiling(migration, time) == now.ceiling(migration, time);
    return new Change(migration, from, same ? from : before.effective(migration, now));
  }

  private static List<String> stays(Situation before, Decisions now) {
    Instant time = Instant.now();
    return before.migrations().stream()
        .filter(name -> now.ceiling(name, time).compareTo(before.floor(name)) < 0)
        .map(name -> name + " stays at " + before.floor(name) + ", its floor")
        .toList();
  }

  private static @Nullable Long undo(Situation before) {
    long number = before.decisions().revision().number();
    try {
      before.state().revision(number);
      return number;
    } catch (StateException e) {
      return null;
    }
  }

  private static List<String> problems(Situation before, Revision decided, Decisions now) {
    List<String> problems = new ArrayList<>(now.problems());
    if (before.flagFile() != null && before.unread() != null) {
      before.unread().lines().forEach(problems::add);
    }
    lost(before, decided).ifPresent(problems::add);
    if (before.rollCall().isEmpty()) {
      problems.add(
          "no process is known in " + before.state().path() + "; is it the folder that they use?");
    }
    if (now.killed()) {
      problems.add(
          before.state().path().resolve("OFF")
              + " holds everything at legacy, or its floor, until it is removed");
    }
    return problems;
  }

  private static Optional<String> lost(Situation before, Revision decided) {
    String unknown =
        decided.overrides().containsKey(Revision.ALL)
            ? "; what it held back is not known, so everything is; 'restore 0' lifts that"
            : "";
    long newest = before.decisions().revision().number();
    return before.rollCall().processes().stream()
        .map(presence -> presence.heartbeat().revision())
        .filter(applied -> applied > newest)
        .max(Comparator.naturalOrder())
        .map(applied -> "revision " + applied + ", applied by processes, is lost" + unknown);
  }

  int print(Answer answer) {
    if (answer.json()) {
      answer.json(this);
    } else {
      text(answer.out());
    }
    return obedience.complete() && stays.isEmpty() ? Cli.GOOD : Cli.NO;
  }

  private void text(PrintWriter out) {
    String revision = "revision " + before + " -> " + after + "   " + obedience;
    if (changes.size() == 1) {
      Change only = changes.get(0);
      out.println(only.migration() + "  " + only + "  " + revision);
    } else {
      print(changes, out);
      out.println((changes.isEmpty() ? "no route changes  " : "") + revision);
    }
    stays.forEach(out::println);
    obedience.missing().forEach(process -> out.println("not yet: " + process));
    problems.forEach(problem -> out.println("note: " + problem));
    if (undo != null) {
      out.println("undo: restore " + undo);
    }
  }

  private static void print(List<Change> changes, PrintWriter out) {
    Table table = new Table("", "");
    changes.forEach(change -> table.row(change.migration(), change));
    table.lines().stream().skip(1).forEach(out::println);
  }
}
