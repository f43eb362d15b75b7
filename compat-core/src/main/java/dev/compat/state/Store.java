package dev.compat.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Small JSON files below one folder, each of which appears whole or not at all.
 *
 * <p>Folders and files belong to their owner alone where the file system knows owners, and to the
 * owner of the root: an operator who is root must not leave files behind that the application
 * cannot read. Safe for several threads and processes.
 */
final class Store {

  private static final long LARGEST = 8L << 20;

  private final Path root;

  Store(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** Reads one file; anything that is not a small regular file of that form is an IOException. */
  static <T> T read(Path file, Class<T> type) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          ? new IOException("it is not a regular file")
          : new NoSuchFileException(file.toString());
    }
    if (Files.size(file) > LARGEST) {
      throw new IOException("it is larger than " + LARGEST + " bytes");
    }
    return parse(Files.readAllBytes(file), type);
  }

  private static <T> T parse(byte[] json, Class<T> type) throws IOException {
    if (json.length == 0) {
      throw new IOException("it is empty");
    }
    try {
      T value = Json.MAPPER.readValue(json, type);
      if (value == null) {
        throw new IOException("it holds only null");
      }
      return value;
    } catch (JacksonException e) {
      throw new IOException(e.getOriginalMessage() + at(e), e);
    }
  }

  private static String at(JacksonException e) {
    return e.getLocation() == null || e.getLocation().getLineNr() < 1
        ? ""
        : " (line " + e.getLocation().getLineNr() + ")";
  }

  /** Writes a file that only this process writes, replacing what was there. */
  void replace(Path file, Record value) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    write(draft, RecordJson.write(value).getBytes(UTF_8), false, CREATE, TRUNCATE_EXISTING, WRITE);
    Files.move(draft, file, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  /** Writes a file that any process may write, replacing what was there; durable. */
  void replaceText(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(draftOf(file));
    try {
      write(draft, text.getBytes(UTF_8), true, CREATE_NEW, WRITE);
      Files.move(draft, file, ATOMIC_MOVE, REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * Creates a file that several processes may want to create; durable when it returns.
   *
   * <p>A hard link to a complete file fails when the name is taken: the name is claimed and its
   * content appears in one step. Where there are no hard links the name is claimed first and
   * written then, and a reader may see it incomplete for a moment.
   *
   * @throws FileAlreadyExistsException if somebody else was first
   */
  void create(Path file, Object value) throws IOException {
    byte[] json = Json.MAPPER.writeValueAsBytes(value);
    Path draft = file.resolveSibling(draftOf(file));
    write(draft, json, true, CREATE_NEW, WRITE);
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      write(file, json, true, CREATE_NEW, WRITE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static String draftOf(Path file) {
    return file.getFileName() + "." + ProcessId.current().name() + "-" + System.nanoTime() + ".tmp";
  }

  private void write(Path file, byte[] json, boolean durable, OpenOption... options)
      throws IOException {
    folder(above(file));
    Set<OpenOption> how = Set.of(options);
    try (FileChannel channel =
        FileChannel.open(file, how, OwnerOnly.attributes(file, "rw-------"))) {
      ByteBuffer content = ByteBuffer.wrap(json);
      while (content.hasRemaining()) {
        channel.write(content);
      }
      channel.force(durable);
    }
    giveToOwner(file);
  }

  /** Creates a folder and those above it, for their owner alone from the root down. */
  Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder) && !isNewFolder(folder) && !Files.isDirectory(folder)) {
      throw new FileAlreadyExistsException(folder.toString());
    }
    return folder;
  }

  /** Creates a folder and those above it; false if there is something of its name already. */
  boolean isNewFolder(Path folder) throws IOException {
    if (folder.equals(root)) {
      Files.createDirectories(above(root));
    } else {
      folder(above(folder));
    }
    try {
      Files.createDirectory(folder, OwnerOnly.attributes(folder, "rwx------"));
      giveToOwner(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static Path above(Path path) {
    return Objects.requireNonNull(path.getParent(), "a path below the root of a file system");
  }

  // Only root may give a file away; for everybody else the owners are the same, or it stays theirs.
  private void giveToOwner(Path file) {
    try {
      UserPrincipal owner = Files.getOwner(root);
      if (!owner.equals(Files.getOwner(file))) {
        Files.setOwner(file, owner);
      }
    } catch (IOException | RuntimeException e) {
      // Nothing is lost: the reader that cannot read it says so.
    }
  }

  /** Made when there is a decision to read or write: the mapper takes 100 ms to load. */
  private static final class Json {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private Json() {}
  }
}
