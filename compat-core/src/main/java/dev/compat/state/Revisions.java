package dev.compat.state;

import dev.compat.flag.Route;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder {@code revisions}: {@code <number>.json}, written once each.
 *
 * <p>A newest file that cannot be read holds a decision that is not known, and most decisions take
 * something back. Falling back to the revision before it would undo exactly that, in the middle of
 * an incident; legacy is safe by definition. So everything is held at legacy until somebody writes
 * the next revision. A file that this object has read before is known, and so is what it said
 * before the folder went away: both stay in force.
 *
 * <p>Safe for several threads; {@link #known} is only ever replaced whole.
 */
final class Revisions {

  private static final Pattern FILE = Pattern.compile("([1-9][0-9]{0,17})\\.json");
  private static final int READS = 3;
  private static final long PAUSE_MILLIS = 10;
  private static final int TRIES = 1000;

  private final Store store;
  private final Path folder;
  private final Clock clock;
  private final AtomicReference<@Nullable Revision> known = new AtomicReference<>();

  Revisions(Store store, Clock clock) {
    this.store = store;
    this.folder = store.root().resolve("revisions");
    this.clock = clock;
  }

  Path folder() {
    return folder;
  }

  /** What the folder says; {@code problem} is null when it could be read. */
  record Reading(Revision revision, @Nullable String problem) {}

  Reading read() {
    Revision last = known.get();
    NavigableSet<Long> numbers;
    try {
      numbers = numbers();
    } catch (IOException e) {
      return unlisted(last, e);
    }
    long newest = numbers.isEmpty() ? 0 : numbers.last();
    if (last != null && last.number() > newest) {
      return new Reading(last, gone(last.number()));
    }
    try {
      Revision revision = patiently(newest);
      known.set(revision);
      return new Reading(revision, null);
    } catch (IOException e) {
      return unread(newest, numbers, last, e);
    }
  }

  private Reading unlisted(@Nullable Revision last, IOException e) {
    String problem = "the revisions in " + folder + " cannot be listed (" + text(e) + "); ";
    return last == null
        ? new Reading(
            heldAtLegacy(0, Map.of()), problem + "everything is held at legacy until it can")
        : new Reading(last, problem + "revision " + last.number() + " stays in force");
  }

  private Reading unread(
      long number, NavigableSet<Long> numbers, @Nullable Revision last, IOException e) {
    String problem = file(number) + " cannot be read (" + text(e) + "); ";
    if (last != null && last.number() == number) {
      return new Reading(last, problem + "it has been read before and stays in force");
    }
    long before = lastReadable(numbers.headSet(number, false));
    return new Reading(
        heldAtLegacy(number, quietly(before).overrides()),
        problem
            + "what it decided is not known, so everything is held at legacy; 'restore "
            + before
            + "' goes back to the revision before it");
  }

  private String gone(long number) {
    return "revision "
        + number
        + " is gone from "
        + folder
        + "; it stays in force in this process; 'restore' or 'off' writes a new one";
  }

  private Revision heldAtLegacy(long number, Map<String, RouteOverride> overrides) {
    String why = "what was decided could not be read";
    Map<String, RouteOverride> held = new TreeMap<>(overrides);
    held.put(Revision.ALL, RouteOverride.of(Route.LEGACY, "compat", why, clock.instant()));
    return new Revision(number, held, "compat", why, clock.instant());
  }

  private long lastReadable(NavigableSet<Long> numbers) {
    for (long number : numbers.descendingSet()) {
      if (quietly(number).number() == number) {
        return number;
      }
    }
    return 0;
  }

  private Revision quietly(long number) {
    try {
      return exactly(number);
    } catch (IOException e) {
      return Revision.NONE;
    }
  }

  // Without hard links a file is seen for a moment before its content is.
  private Revision patiently(long number) throws IOException {
    for (int reads = 1; ; reads++) {
      try {
        return exactly(number);
      } catch (IOException e) {
        if (reads == READS || !pause()) {
          throw e;
        }
      }
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  // The name decides: a copy of an old revision under a new name is a restore that needs no Java.
  private Revision exactly(long number) throws IOException {
    if (number == 0) {
      return Revision.NONE;
    }
    Revision read = Store.read(file(number), Revision.class);
    return new Revision(number, read.overrides(), read.who(), read.why(), read.when());
  }

  /**
   * Writes the next revision; whoever comes second reads what the first decided and tries again.
   *
   * <p>Where the newest file is lost, what it decided is as little known as if it could not be
   * read.
   *
   * @param applied the highest number that a process says it has applied, so that no number means
   *     two things even after files were lost
   */
  Revision change(
      UnaryOperator<Map<String, RouteOverride>> change,
      String who,
      String why,
      LongSupplier applied) {
    for (int tries = 1; ; tries++) {
      long taken = applied.getAsLong(); // asked first: what is applied by now is there to be read
      Revision listed = listed().revision();
      Revision current = taken > listed.number() ? heldAtLegacy(taken, listed.overrides()) : listed;
      long number = current.number() + 1;
      Map<String, RouteOverride> overrides = change.apply(new TreeMap<>(current.overrides()));
      Revision next = new Revision(number, overrides, who, why, clock.instant());
      try {
        store.create(file(number), next);
        return next;
      } catch (IOException e) {
        if (!(e instanceof FileAlreadyExistsException) || tries == TRIES) {
          throw unwritable(number + ".json", e);
        }
      }
    }
  }

  // A change must be made to what is in force, not to what stands in for it.
  private Reading listed() {
    try {
      numbers();
    } catch (IOException e) {
      throw unwritable("", e);
    }
    return read();
  }

  Revision get(long number) {
    try {
      return exactly(number);
    } catch (NoSuchFileException e) {
      throw new StateException(
          "revision " + number + " is not in " + folder + "; " + range() + "; give one of them", e);
    } catch (IOException e) {
      throw new StateException(
          file(number) + " cannot be read (" + text(e) + "); " + range() + "; give another", e);
    }
  }

  private String range() {
    try {
      NavigableSet<Long> numbers = numbers();
      return numbers.isEmpty()
          ? "known is only 0, nothing decided"
          : "known are 0 (nothing decided) and " + numbers.first() + " to " + numbers.last();
    } catch (IOException e) {
      return "the folder cannot be listed (" + text(e) + ")";
    }
  }

  private StateException unwritable(String name, IOException e) {
    return new StateException(
        folder.resolve(name)
            + " cannot be written ("
            + text(e)
            + "); nothing has changed; run as the owner of the folder, or create a file named OFF in "
            + store.root()
            + " to turn everything to legacy",
        e);
  }

  NavigableSet<Long> numbers() throws IOException {
    NavigableSet<Long> numbers = new TreeSet<>();
    if (isAbsent()) {
      return numbers;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        var name = FILE.matcher(file.getFileName().toString());
        if (name.matches()) {
          numbers.add(Long.valueOf(name.group(1)));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return numbers;
  }

  /**
   * Below something that is no folder JDKs disagree about what does not exist: that is no start.
   */
  private boolean isAbsent() {
    Path parent = folder.getParent();
    return Files.notExists(folder) && (parent == null || !Files.isRegularFile(parent));
  }

  private Path file(long number) {
    return folder.resolve(number + ".json");
  }

  private static String text(IOException e) {
    return StateFolder.text(e);
  }
}
