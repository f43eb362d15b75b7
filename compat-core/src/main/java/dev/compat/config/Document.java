package dev.compat.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A YAML file whose values know where they stand, and everything found wrong with it so far.
 *
 * <p>Read {@link #root} with the typed accessors, then call {@link #check}: it throws when any of
 * them, or the parser, had something to note. {@code ${VAR:default}} in a value is replaced from
 * the environment. Duplicate keys are problems, aliases are too. Not thread-safe.
 */
public final class Document {
  private static final long LARGEST = 8L << 20;

  private final Problems problems;
  private final Node root;

  private Document(Node root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /**
   * The text of a file in UTF-8.
   *
   * @param remedy what to do when there is no such file
   * @throws ConfigException if it cannot be read; says where it was looked for
   */
  public static String load(Path file, String remedy) throws ConfigException {
    try {
      if (isUnfit(file)) {
        throw ConfigException.of(
            file.toString(),
            "cannot be read: it is no regular file of at most " + LARGEST + " bytes",
            "give one");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw ConfigException.of(
          file.toString(), "no such file, looked for at '" + file.toAbsolutePath() + "'", remedy);
    } catch (CharacterCodingException e) {
      throw ConfigException.of(file.toString(), "not text in UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      String why = Files.isDirectory(file) ? "it is a folder" : e.toString();
      throw ConfigException.of(
          file.toString(), "cannot be read: " + why, "give a file that this process may read");
    }
  }

  /** A pipe would be waited for, and a file without end would fill the application's heap. */
  private static boolean isUnfit(Path file) throws IOException {
    return Files.exists(file)
        && !Files.isDirectory(file)
        && (!Files.isRegularFile(file) || Files.size(file) > LARGEST);
  }

  /**
   * Parses YAML.
   *
   * @param name what to call the file in problems: its path as the user gave it
   */
  public static Document parse(String text, String name) {
    return parse(text, name, System::getenv);
  }

  /** Parses YAML with the placeholders' values looked up in {@code environment}. */
  public static Document parse(
      String text, String name, Function<String, @Nullable String> environment) {
    Problems problems = new Problems(name);
    Node root = new YamlReader(new Placeholders(environment), problems).read(text);
    return new Document(root, problems);
  }

  /** The map that the file is. */
  public Section root() {
    return root.section();
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException if anything was found wrong so far, in the order of the lines
   */
  public void check() throws ConfigException {
    problems.check();
  }
}
