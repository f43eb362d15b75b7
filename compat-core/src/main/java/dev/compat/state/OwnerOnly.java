package dev.compat.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files and folders for their owner alone, where the file system knows owners: evidence may hold
 * values. Stateless.
 */
public final class OwnerOnly {

  private OwnerOnly() {}

  /** Creates an empty file, unless there is one: that keeps its permissions. */
  public static void create(Path file) throws IOException {
    if (Files.notExists(file)) {
      try {
        Files.createFile(file, attributes(file, "rw-------"));
      } catch (FileAlreadyExistsException e) {
        // somebody else was first
      }
    }
  }

  static FileAttribute<?>[] attributes(Path file, String permissions) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
