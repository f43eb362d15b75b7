package dev.compat.agent.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.compat.state.RecordJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * The folder through which a command and a JVM talk: the order goes in, the answer comes out.
 *
 * <p>For its owner alone where the file system knows owners. Each file appears whole or not at all.
 */
public final class Mailbox implements AutoCloseable {

  /** The name of the order's file, which the entry point reads: properties. */
  public static final String ORDER = "order.properties";

  private static final String ANSWER = "answer.json";

  /** Written by an entry point that could not get as far as an answer. */
  private static final String FAILURE = "failure.txt";

  private final Path here;
  private final Path there;

  private Mailbox(Path here, Path there) {
    this.here = here;
    this.there = there;
  }

  /**
   * Makes one.
   *
   * @param root what stands before a path of the JVM's to make it one of ours; empty if they are
   *     the same
   * @param temporary a folder for temporary files, as the JVM sees it
   */
  public static Mailbox create(String root, Path temporary) throws IOException {
    Path here = Files.createTempDirectory(Path.of(root + temporary), "compat-");
    return new Mailbox(here, temporary.resolve(here.getFileName()));
  }

  /** The folder as the JVM sees it. */
  public Path there() {
    return there;
  }

  /** Puts an order in. */
  public void post(Order order) throws IOException {
    Properties text = new Properties();
    text.putAll(order.text());
    try (OutputStream out = Files.newOutputStream(here.resolve(ORDER))) {
      text.store(out, null);
    }
  }

  /** The answer as JSON, once it is there. */
  public Optional<byte[]> answer() throws IOException {
    return read(here.resolve(ANSWER));
  }

  /** Why there will be no answer, once that is there. */
  public Optional<String> failure() throws IOException {
    return read(here.resolve(FAILURE)).map(text -> new String(text, UTF_8).strip());
  }

  private static Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException notYet) {
      return Optional.empty();
    }
  }

  /** Answers what was ordered through {@code folder}. */
  public static void answer(Path folder, Acknowledgement answer) throws IOException {
    Path draft = folder.resolve(ANSWER + ".tmp");
    Files.writeString(draft, RecordJson.write(answer));
    Files.move(draft, folder.resolve(ANSWER), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes the folder. An answer that comes later finds no place, which is as well. */
  @Override
  public void close() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(here)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(here);
    } catch (IOException e) { // also where it is closed already
      // It lies among temporary files, for its owner alone, and holds nothing secret.
    }
  }
}
