package dev.compat.state;

import dev.compat.flag.Route;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The folder {@code floors}: a file for every migration that has a floor, named as the migration is
 * and holding the route, so that people can read it, and delete it, without Java.
 *
 * <p>A file that cannot be understood is a floor all the same: the highest there is, since what was
 * meant is not known and legacy's data may be stale. Safe for several threads and processes.
 */
final class FloorFiles {

  private static final int LARGEST = 64;

  private final Store store;
  private final Path folder;

  FloorFiles(Store store) {
    this.store = store;
    this.folder = store.root().resolve("floors");
  }

  Path file(String migration) {
    return folder.resolve(migration);
  }

  /** Whether there is a place where floors are remembered; there is once one was. */
  boolean isThere() {
    return !Files.notExists(folder);
  }

  /** Every floor that is remembered. */
  Map<String, Route> read() throws IOException {
    Map<String, Route> floors = new TreeMap<>();
    if (Files.notExists(folder)) {
      return floors;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (!name.endsWith(".tmp") && Files.isRegularFile(file)) {
          floors.put(name, route(file));
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return floors;
  }

  private static Route route(Path file) {
    try {
      String text = Files.size(file) > LARGEST ? "" : Files.readString(file).strip();
      return Route.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IOException | IllegalArgumentException unknown) {
      return Route.NEW;
    }
  }

  /** Remembers a floor; {@link Route#LEGACY} is none, and forgets it. */
  void write(String migration, Route floor) throws IOException {
    if (floor == Route.LEGACY) {
      Files.deleteIfExists(file(migration));
    } else if (!Files.isDirectory(file(migration), LinkOption.NOFOLLOW_LINKS)) {
      store.replaceText(file(migration), floor.name().toLowerCase(Locale.ROOT) + "\n");
    }
  }
}
