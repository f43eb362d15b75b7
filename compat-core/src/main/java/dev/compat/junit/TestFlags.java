package dev.compat.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.compat.config.ConfigException;
import dev.compat.config.Document;
import dev.compat.config.Node;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The flag file of the running configuration, in the hands of a test, and what was in it before.
 * Nothing that a team wrote is written over for good.
 */
final class TestFlags {

  private static final String MARK = "# Written by @CompatTest, and again by its next run: ";
  private static final Set<String> BUILD_FOLDERS = Set.of("target", "build");

  /** What would give some calls another route, or keep a route from coming into force. */
  private static final List<String> ROUTING =
      List.of("route", "rules", "pin", "kill", "retired", "floor");

  /** Every call is compared: a difference that was not looked at is none. */
  private static final Map<String, String> EVERY_CALL =
      Map.of("sample", "100", "rate", "0", "cpu", "100", "overflow", "wait");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final @Nullable String before;
  private final Map<String, @Nullable Object> base;

  private TestFlags(Path file, @Nullable String before, Map<String, @Nullable Object> base) {
    this.file = file;
    this.before = before;
    this.base = base;
  }

  /**
   * Takes the flag file over.
   *
   * @param kept the team's file that says what flags say besides routes; empty for none
   */
  static TestFlags of(Path file, String kept) {
    requireOurs(file);
    try {
      String there = Files.exists(file) ? Files.readString(file) : MARK;
      String before = there.startsWith(MARK) ? null : there;
      if (!kept.isEmpty()) {
        Flags.parse(Path.of(kept));
        return new TestFlags(file, before, tree(Files.readString(Path.of(kept)), kept));
      }
      return new TestFlags(
          file, before, before == null ? new LinkedHashMap<>() : tree(before, file.toString()));
    } catch (ConfigException refused) {
      throw new IllegalStateException(refused.getMessage(), refused);
    } catch (IOException failure) {
      throw new IllegalStateException("the flags cannot be read: " + failure, failure);
    }
  }

  private static void requireOurs(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path here = Path.of("").toAbsolutePath();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "")).toAbsolutePath();
    boolean isHere = folder != null && folder.startsWith(here);
    if (folder == null || !(isHere ? isBuilt(here.relativize(folder)) : isTemporary(folder))) {
      throw new IllegalStateException(
          "@CompatTest writes flags, and "
              + file.toAbsolutePath().normalize()
              + " may be a file of yours: it is neither in 'target' or 'build' below "
              + here
              + " nor in "
              + temporary
              + "; give the tests a compat.yaml with 'flags: target/flags.yaml', and name your file"
              + " with @CompatTest(flags = …)");
    }
  }

  private static boolean isTemporary(Path folder) {
    return folder.startsWith(Path.of(System.getProperty("java.io.tmpdir", "")).toAbsolutePath());
  }

  private static boolean isBuilt(Path relative) {
    for (Path name : relative) {
      if (BUILD_FOLDERS.contains(name.toString())) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, @Nullable Object> tree(String text, String name)
      throws ConfigException {
    Flags.parse(text, name);
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (Map.Entry<String, Node> one : Document.parse(text, name).root().entries().entrySet()) {
      tree.put(one.getKey(), one.getValue().plain());
    }
    return tree;
  }

  /**
   * Puts a route into the file, for every call of some migrations.
   *
   * @return the fingerprint by which heartbeats say that they have it
   */
  String route(Route route, Collection<String> migrations) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>(base);
    Map<String, @Nullable Object> flags = map(base.get("flags"));
    for (String migration : new TreeSet<>(migrations)) {
      Map<String, @Nullable Object> flag = map(flags.get(migration));
      ROUTING.forEach(flag::remove);
      flag.put("route", route.name().toLowerCase(Locale.ROOT));
      Map<String, @Nullable Object> shadow = map(flag.get("shadow"));
      shadow.putAll(EVERY_CALL);
      flag.put("shadow", shadow);
      flags.put(migration, flag);
    }
    tree.put("flags", flags);
    return write(MARK + UUID.randomUUID() + "\n" + JSON.writeValueAsString(tree) + "\n");
  }

  @SuppressWarnings("unchecked") // keys of a YAML file are texts
  private static Map<String, @Nullable Object> map(@Nullable Object node) {
    return node instanceof Map<?, ?> map
        ? new LinkedHashMap<>((Map<String, @Nullable Object>) map)
        : new LinkedHashMap<>();
  }

  /**
   * Puts back what was there; where nothing was, that is no flag, and legacy.
   *
   * @return the fingerprint of that
   */
  String restore() {
    return write(before == null ? MARK + UUID.randomUUID() + "\nflags: {}\n" : before);
  }

  /** Another file that takes its place, since a file that is half-written would be refused. */
  private String write(String text) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Path half = Files.createTempFile(Files.createDirectories(folder), "flags", ".half");
      Files.write(half, text.getBytes(UTF_8));
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return Flags.parse(text, file.toString()).fingerprint();
    } catch (ConfigException refused) {
      throw new IllegalStateException(refused.getMessage(), refused);
    } catch (IOException failure) {
      throw new IllegalStateException(file + " cannot be written: " + failure, failure);
    }
  }
}
