package dev.compat.recording;

import dev.compat.state.OwnerOnly;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * A compressed file of lines for its owner alone: gzip, which every batch of lines adds a member
 * to. Each line is flushed through, so a file whose end is torn lacks the lines behind the tear.
 */
final class RecordingFile {

  static final String ENDING = ".jsonl.gz";
  private static final int BUFFER = 8_192;

  private final Path path;
  private long length = -1;

  /** A file that may exist or not. */
  RecordingFile(Path path) {
    this.path = path;
  }

  /** Whether nothing is written, or it was deleted meanwhile. */
  boolean isEmpty() throws IOException {
    return !Files.exists(path) || Files.size(path) == 0;
  }

  /** Appends lines, behind the last that was written as a whole; says how many bytes that took. */
  long append(List<String> lines) throws IOException {
    Files.createDirectories(path.getParent());
    OwnerOnly.create(path);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      if (length >= 0 && channel.size() > length) {
        channel.truncate(length);
      }
      long before = channel.size();
      channel.position(before);
      write(Channels.newOutputStream(channel), lines);
      length = channel.size();
      return length - before;
    }
  }

  private static void write(OutputStream out, List<String> lines) throws IOException {
    GZIPOutputStream member = new GZIPOutputStream(out, BUFFER, true);
    for (String line : lines) {
      member.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      member.flush();
    }
    member.finish();
  }

  /**
   * Gives every whole line to {@code each}.
   *
   * @return false if the end is torn
   */
  static boolean read(Path file, Consumer<String> each) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), BUFFER)) {
      byte[] buffer = new byte[BUFFER];
      // Not by a reader: one that comes to the tear loses what it has just been given.
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          if (buffer[i] == '\n') {
            each.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
          } else {
            line.write(buffer[i]);
          }
        }
      }
      return line.size() == 0;
    } catch (EOFException | ZipException torn) {
      return false;
    }
  }

  /**
   * Writes the file anew without some of its lines; leaves it alone where it has none of them.
   *
   * @return how many were taken out
   */
  static int without(Path file, Predicate<String> unwanted) throws IOException {
    List<String> all = new ArrayList<>();
    read(file, all::add);
    List<String> kept = all.stream().filter(unwanted.negate()).toList();
    if (kept.size() < all.size()) {
      Path anew = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(anew);
      new RecordingFile(anew).append(kept);
      Files.move(anew, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
    return all.size() - kept.size();
  }
}
