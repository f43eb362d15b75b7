package dev.compat.state;

import dev.compat.flag.Route;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The plain folder that processes and operators share: {@code OFF}, {@code revisions/}, {@code
 * processes/} and {@code floors/}.
 *
 * <p>Created when something is first written, for its owner alone where the file system knows
 * owners. Safe for any number of threads and processes. Reading never fails: it says what could not
 * be read and stays on the safe side. Writing is atomic and throws {@link StateException}. Every
 * method touches the disk; none belongs on a caller's path.
 */
public final class StateFolder {

  /**
   * How long after its last heartbeat a process counts as live: 5 s. Beat at least every second.
   */
  public static final Duration LEASE = Duration.ofSeconds(5);

  /**
   * How long a process that cannot be looked up from here may be silent before it counts as dead: 2
   * minutes. That is longer than a pause for garbage or a move to another machine usually takes,
   * and short enough that one that crashed does not stand in the way of every command.
   */
  public static final Duration SILENCE = Duration.ofMinutes(2);

  private static final String OFF = "OFF";

  private final Path root;
  private final Store store;
  private final Revisions revisions;
  private final Processes processes;
  private final FloorFiles floors;

  private static final int SALT_BYTES = 16;

  /** The folder in which {@code OFF} was seen; null if it was not, or was removed from there. */
  private volatile @Nullable Object killedIn;

  StateFolder(Path root, Clock clock) {
    this.root = root.toAbsolutePath().normalize();
    this.store = new Store(this.root);
    this.revisions = new Revisions(store, clock);
    this.processes = new Processes(store, clock);
    this.floors = new FloorFiles(store);
  }

  /** Returns the state in that folder, which need not exist yet. Touches nothing. */
  public static StateFolder at(Path folder) {
    return new StateFolder(folder, Clock.systemUTC());
  }

  /** Returns the absolute path of the folder. */
  public Path path() {
    return root;
  }

  /**
   * Reads what is in force now. Never fails: see {@link Decisions#problems()}.
   *
   * <p>A newest revision that cannot be read stands for everything held at {@code LEGACY}, under
   * its number; one that this object has read before stays in force, also when the folder is gone.
   */
  public Decisions decisions() {
    List<String> problems = new ArrayList<>();
    Revisions.Reading reading = revisions.read();
    if (reading.problem() != null) {
      problems.add(reading.problem());
    }
    boolean isThere = isOffThere();
    boolean isLost = !isThere && isOffLost();
    if (isLost) {
      problems.add(
          "the file OFF has gone with its folder "
              + root
              + " and goes on holding everything at legacy in this process; to take it back create"
              + " it once more, and remove it");
    }
    return new Decisions(reading.revision(), isThere || isLost, problems);
  }

  /**
   * Returns the floors of migrations as far as they are remembered: those that some process has
   * read in its flags. A file that cannot be understood stands for {@code NEW}.
   *
   * @throws StateException if they cannot be listed
   */
  public Map<String, Route> floors() {
    try {
      return floors.read();
    } catch (IOException e) {
      throw new StateException(
          "the floors in "
              + floors.file("")
              + " cannot be listed ("
              + text(e)
              + "), so what is below them is not known; run as the owner of the folder",
          e);
    }
  }

  /**
   * Returns whether floors are remembered here, be it none: once one was written, this is false
   * only if they are lost.
   */
  public boolean remembersFloors() {
    return floors.isThere();
  }

  /**
   * Remembers the floor of a migration for processes that start without flags; {@code LEGACY} is
   * none, and forgets it.
   *
   * @throws StateException if it cannot be written
   */
  public void floor(String migration, Route floor) {
    try {
      floors.write(migration, floor);
    } catch (IOException e) {
      throw new StateException(
          floors.file(migration)
              + " cannot be written ("
              + text(e)
              + "), so a process that starts without flags does not know the floor of '"
              + migration
              + "'; give the process a state folder that it may write",
          e);
    }
  }

  /** Returns where the floor of a migration is remembered; it need not exist. */
  public Path floorFile(String migration) {
    return floors.file(migration);
  }

  /** Returns the revision in force: {@link #decisions()} without what was wrong. */
  public Revision current() {
    return revisions.read().revision();
  }

  /**
   * Returns whether a file {@code OFF} is there, or whether nobody can tell, or whether one was
   * there and has gone with its folder: a volume that goes away takes no decision back.
   */
  public boolean killed() {
    return isOffThere() || isOffLost();
  }

  private boolean isOffThere() {
    Path off = root.resolve(OFF);
    boolean isSeen = Files.exists(off, LinkOption.NOFOLLOW_LINKS);
    Object folder = isSeen ? identity() : null;
    if (folder != null) {
      killedIn = folder;
    }
    return isSeen || !Files.notExists(off, LinkOption.NOFOLLOW_LINKS) || isAnotherThing();
  }

  /** Newer JDKs say of a file in what is no folder that it does not exist. */
  private boolean isAnotherThing() {
    return !Files.isDirectory(root) && !Files.notExists(root);
  }

  private boolean isOffLost() {
    Object folder = killedIn;
    boolean isLost = folder != null && !folder.equals(identity());
    if (!isLost) {
      killedIn = null;
    }
    return isLost;
  }

  /** What tells the folder from another in its place; null if there is none. */
  private @Nullable Object identity() {
    try {
      Object key = Files.readAttributes(root, BasicFileAttributes.class).fileKey();
      return key == null ? root : key;
    } catch (IOException absent) {
      return null;
    }
  }

  /** Returns the file and the folder that change when {@link #decisions()} does. */
  public List<Path> decisive() {
    return List.of(root.resolve(OFF), revisions.folder());
  }

  /**
   * Returns one revision.
   *
   * @throws StateException if it is not there, naming those that are, or cannot be read
   */
  public Revision revision(long number) {
    return revisions.get(number);
  }

  /**
   * Decides: writes the next revision. When others decide at the same moment, each change is made
   * to what the one before it left.
   *
   * @param change from the overrides in force, which it may modify, to the next; may run repeatedly
   * @param who the person or trigger that decides
   * @param why the reason
   * @return the new revision, on disk
   * @throws StateException if it cannot be written; then nothing has changed
   */
  public Revision change(UnaryOperator<Map<String, RouteOverride>> change, String who, String why) {
    return revisions.change(change, who, why, this::highestApplied);
  }

  /**
   * Decides to go back: writes the next revision with the overrides of an earlier one.
   *
   * @throws StateException if there is no such revision or the new one cannot be written
   */
  public Revision restore(long number, String who, String why) {
    Map<String, RouteOverride> overrides = revisions.get(number).overrides();
    return change(ignored -> overrides, who, why);
  }

  private long highestApplied() {
    return rollCall().processes().stream()
        .mapToLong(presence -> presence.heartbeat().revision())
        .max()
        .orElse(0);
  }

  /**
   * Writes what a process says of itself, in place of what it said before.
   *
   * @throws StateException if it cannot be written: operators then see the process die
   */
  public void beat(Heartbeat heartbeat) {
    try {
      processes.beat(heartbeat);
    } catch (IOException e) {
      throw new StateException(
          "the heartbeat in "
              + processFolder(heartbeat.process().name())
              + " cannot be written ("
              + text(e)
              + "); give the process a state folder that it may write",
          e);
    }
  }

  /** Returns every process that the folder knows of, live or not. */
  public RollCall rollCall() {
    try {
      return processes.rollCall();
    } catch (IOException e) {
      String problem = root.resolve("processes") + " cannot be listed (" + text(e) + ")";
      return new RollCall(List.of(), List.of(problem));
    }
  }

  /** Returns the last word of every process, live or not. */
  public List<Heartbeat> heartbeats() {
    return rollCall().processes().stream().map(Presence::heartbeat).toList();
  }

  /** Returns where a process keeps its files; it need not exist. */
  public Path processFolder(String process) {
    return processes.folder(process);
  }

  /** Returns where a process keeps its evidence, one JSON object per line; it need not exist. */
  public Path evidenceFile(String process) {
    return processFolder(process).resolve("evidence.jsonl");
  }

  /**
   * Returns the evidence of all processes that is there, also of those that are gone.
   *
   * @throws StateException if the folder of the processes cannot be listed
   */
  public List<Path> evidenceFiles() {
    try {
      return processes.names().stream()
          .map(this::evidenceFile)
          .filter(Files::isRegularFile)
          .toList();
    } catch (IOException e) {
      throw new StateException(
          root.resolve("processes")
              + " cannot be listed ("
              + text(e)
              + "); run as the owner of the folder",
          e);
    }
  }

  /**
   * Creates the folder of a process, for its owner alone.
   *
   * @throws StateException if it cannot be created
   */
  public Path createProcessFolder(String process) {
    try {
      return store.folder(processFolder(process));
    } catch (IOException e) {
      throw uncreated(process, e);
    }
  }

  /**
   * Creates the folder of one more part of this process, numbered from 1: whoever comes first, in
   * whichever class loader, has it for good.
   *
   * @param kind what the parts are called, such as {@code embedded}
   * @throws StateException if it cannot be created
   */
  public ProcessId createPartFolder(String kind) {
    for (int number = 1; ; number++) {
      ProcessId part = ProcessId.current().part(kind + number);
      try {
        if (store.isNewFolder(processFolder(part.name()))) {
          return part;
        }
      } catch (IOException e) {
        throw uncreated(part.name(), e);
      }
    }
  }

  private StateException uncreated(String process, IOException e) {
    return new StateException(
        processFolder(process)
            + " cannot be created ("
            + text(e)
            + "); give the process a state folder that it may write",
        e);
  }

  /**
   * Deletes what processes left that have written nothing for that long. Files that are not ours
   * stay, and so do the folders they are in.
   *
   * @return how many processes were forgotten; 0 also where nothing may be deleted
   */
  public int prune(Duration retention) {
    try {
      return processes.prune(retention);
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * Orders every process to delete what it keeps of one tenant or user.
   *
   * @throws StateException if the order cannot be written
   */
  public Forgetting forget(String unit, String who) {
    Instant now = Instant.now();
    String id =
        Long.toString(now.toEpochMilli(), 36) + Long.toString(System.nanoTime() & 0xFFFF, 36);
    Forgetting order = new Forgetting(id, unit, who, now);
    try {
      store.create(forgettingFile(id), order);
      return order;
    } catch (IOException e) {
      throw new StateException(
          forgettingFile(id)
              + " cannot be written ("
              + text(e)
              + "); run as the owner of the folder",
          e);
    }
  }

  private Path forgettingFile(String id) {
    return root.resolve("forget").resolve(id + ".json");
  }

  /** Returns the orders to forget that are in force; those that cannot be read are left out. */
  public List<Forgetting> forgettings() {
    Path folder = root.resolve("forget");
    List<Forgetting> orders = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try {
        for (Path file : Processes.list(folder)) {
          if (file.getFileName().toString().endsWith(".json")) {
            orders.add(Store.read(file, Forgetting.class));
          }
        }
      } catch (IOException e) {
        return orders; // half written, or just withdrawn: the next look finds what is left
      }
    }
    return orders;
  }

  /** Withdraws an order that everybody has obeyed. */
  public void obeyed(Forgetting order) {
    try {
      Files.deleteIfExists(forgettingFile(order.id()));
    } catch (IOException e) {
      throw new StateException(
          forgettingFile(order.id()) + " cannot be deleted (" + text(e) + "); delete it", e);
    }
  }

  /**
   * Notes that a process has obeyed an order to forget.
   *
   * @throws StateException if it cannot be written
   */
  public void forgotten(String process, Forgetting order) {
    Path file = forgottenFile(process, order);
    try {
      OwnerOnly.create(file);
    } catch (IOException e) {
      throw new StateException(file + " cannot be written (" + text(e) + ")", e);
    }
  }

  /** Returns whether a process has obeyed an order to forget. */
  public boolean hasForgotten(String process, Forgetting order) {
    return Files.exists(forgottenFile(process, order));
  }

  private Path forgottenFile(String process, Forgetting order) {
    return processFolder(process).resolve("evidence-forgotten-" + order.id());
  }

  /** Returns the folder of all recordings; it need not exist. */
  public Path recordings() {
    return root.resolve("recordings");
  }

  /** Returns where the readable report of a process is; it need not exist. */
  public Path reportFile(String process) {
    return processFolder(process).resolve("report.txt");
  }

  /**
   * Returns what makes hashes of tenants and users this folder's own, the same for every process;
   * made when it is first asked for.
   *
   * @throws StateException if it can be neither read nor written
   */
  public byte[] salt() {
    Path file = saltFile();
    try {
      if (Files.notExists(file)) {
        makeSalt(file);
      }
      return HexFormat.of().parseHex(Store.read(file, Salt.class).salt());
    } catch (IOException | IllegalArgumentException e) {
      throw new StateException(
          file
              + " can neither be read nor written ("
              + (e instanceof IOException io ? text(io) : e.getMessage())
              + "), so tenants and users cannot be named in evidence; give the process a state"
              + " folder that it may write",
          e);
    }
  }

  /** Returns whether somebody has asked for it. */
  public boolean hasSalt() {
    return Files.exists(saltFile());
  }

  private Path saltFile() {
    return root.resolve("salt.json");
  }

  private void makeSalt(Path file) throws IOException {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    try {
      store.create(file, new Salt(HexFormat.of().formatHex(salt)));
    } catch (FileAlreadyExistsException e) {
      // somebody else was first
    }
  }

  private record Salt(String salt) {}

  /** Returns why what is decided here cannot be told, or empty when it can. */
  public Optional<String> unlistable() {
    if (Files.notExists(root)) {
      return Optional.empty();
    }
    try {
      Processes.list(root);
      processes.names();
      revisions.numbers();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the state folder " + root + " cannot be read (" + text(e) + ")");
    }
  }

  /** Returns why decisions and heartbeats cannot be written here, or empty when they can. */
  public Optional<String> unwritable() {
    try {
      store.folder(root);
      Files.delete(Files.createTempFile(root, ".probe", ".tmp"));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("the state folder " + root + " cannot be written (" + text(e) + ")");
    }
  }

  /** What went wrong, without the path that the message names anyway. */
  static String text(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    } else if (e instanceof AccessDeniedException) {
      return "permission denied";
    } else if (e instanceof FileAlreadyExistsException) {
      return "it is already there";
    } else if (e instanceof NotDirectoryException) {
      return "it is not a folder";
    } else if (e instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
