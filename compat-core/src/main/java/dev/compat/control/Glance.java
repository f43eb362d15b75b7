package dev.compat.control;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What files look like from outside: when they were written, and how large they are; zero if they
 * are not there. One system call each and next to no Java, so that it can be taken between two
 * readings: a change may look the same, so the readings go on all the same. Immutable.
 */
final class Glance {

  private final long[] marks;

  private Glance(long[] marks) {
    this.marks = marks;
  }

  /** Files to be looked at often. */
  static File[] files(List<Path> paths) {
    return paths.stream().map(Path::toFile).toArray(File[]::new);
  }

  /** Looks at them, through links as those of a ConfigMap. */
  static Glance at(File[] files) {
    long[] marks = new long[2 * files.length];
    for (int i = 0; i < files.length; i++) {
      try {
        marks[2 * i] = files[i].lastModified();
        marks[2 * i + 1] = files[i].length();
      } catch (SecurityException denied) {
        marks[2 * i] = -1;
      }
    }
    return new Glance(marks);
  }

  boolean isSameAs(Glance other) {
    return Arrays.equals(marks, other.marks);
  }
}
