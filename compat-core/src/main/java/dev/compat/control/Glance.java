package dev.compat.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * What files look like from outside: whether they are there, when they were written, how large they
 * are. So cheap that it can be taken between two readings. A change may look the same from outside,
 * so the readings go on all the same.
 */
record Glance(List<Object> marks) {

  private static final String ABSENT = "absent";

  static Glance at(List<Path> files) {
    return new Glance(files.stream().map(Glance::mark).toList());
  }

  /** Follows links, as those of a ConfigMap. */
  private static Object mark(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey()));
    } catch (IOException | SecurityException absent) {
      return ABSENT;
    }
  }
}
