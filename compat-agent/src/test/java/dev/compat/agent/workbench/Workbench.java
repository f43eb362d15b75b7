package dev.compat.agent.workbench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Builds small applications and plugins from source, and runs them in JVMs of their own with the
 * packaged agent attached.
 */
public final class Workbench {

  /** Packaged before integration tests alone; unit tests compile here, and attach nothing. */
  public static final Path AGENT =
      Path.of(System.getProperty("compat.agent.jar", "not-packaged.jar"));

  /** What an application that embeds the library has on its class path, besides the library. */
  public static final List<String> NEEDED =
      List.of(
          "slf4j-api",
          "HdrHistogram",
          "commons-statistics",
          "commons-numbers",
          "commons-rng",
          "jackson-",
          "snakeyaml-engine");

  private final Path folder;

  public Workbench(Path folder) {
    this.folder = folder;
  }

  public Path folder() {
    return folder;
  }

  /** A file beside the configuration. */
  public Path file(String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Path half = file.resolveSibling(file.getFileName() + ".half");
      Files.writeString(half, content);
      return Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** {@code compat.yaml} for these plugins, with a state folder and values kept. */
  public void configure(Path... plugins) {
    String list =
        Arrays.stream(plugins).map(jar -> "  - path: " + jar).collect(Collectors.joining("\n"));
    file("compat.yaml", "plugins:\n" + list + "\nstate: state\nvalues: all\n");
  }

  /** {@code flags.yaml}: one flag a line, such as {@code pricing: {route: new}}. */
  public void flags(String... flags) {
    file(
        "flags.yaml",
        Arrays.stream(flags)
            .map(flag -> "  " + flag)
            .collect(Collectors.joining("\n", "flags:\n", "\n")));
  }

  /** A jar of classes compiled from {@code sources}, whose names are found in the sources. */
  public Path jar(String name, List<Path> classPath, String... sources) {
    return pack(name, compile(classPath, sources), Map.of());
  }

  /** A plugin jar: compiled against the library, with {@code modules} as its services. */
  public Path plugin(String name, List<Path> classPath, List<String> modules, String... sources) {
    Map<String, byte[]> services =
        modules.isEmpty()
            ? Map.of()
            : Map.of(
                "META-INF/services/dev.compat.CompatModule",
                String.join("\n", modules).getBytes(UTF_8));
    List<Path> all = new ArrayList<>(classPath);
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .forEach(all::add);
    return pack(name, compile(all, sources), services);
  }

  /** Compiles without writing: binary names to class files. */
  public static Map<String, byte[]> compile(List<Path> classPath, String... sources) {
    return compile(17, classPath, sources);
  }

  public static Map<String, byte[]> compile(int release, List<Path> classPath, String... sources) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
      Path output = Files.createTempDirectory("compiled");
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      StringWriter messages = new StringWriter();
      List<JavaFileObject> units = Arrays.stream(sources).map(Workbench::unit).toList();
      List<String> options = List.of("--release", "" + release, "-proc:none", "-Xlint:-options");
      if (!compiler.getTask(messages, files, null, options, null, units).call()) {
        throw new IllegalArgumentException(messages.toString());
      }
      return read(output);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Map<String, byte[]> read(Path output) throws IOException {
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (Files.isRegularFile(file)) {
          classes.put(
              output.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
        }
        Files.delete(file);
      }
    }
    return classes;
  }

  private static JavaFileObject unit(String source) {
    String name = source.startsWith("module ") ? "module-info" : nameOfType(source);
    return new SimpleJavaFileObject(
        URI.create("mem:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  private static String nameOfType(String source) {
    return Pattern.compile("(?:class|interface|record|enum) (\\w+)")
        .matcher(source)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  /** A jar in this folder. */
  public Path pack(String name, Map<String, byte[]> classes, Map<String, byte[]> resources) {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      Map<String, byte[]> all = new TreeMap<>(classes);
      all.putAll(resources);
      for (Map.Entry<String, byte[]> entry : all.entrySet()) {
        entries.putNextEntry(new JarEntry(entry.getKey()));
        entries.write(entry.getValue());
      }
      return jar;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The option that attaches the packaged agent with the configuration in this folder. */
  public String agent() {
    return "-javaagent:" + AGENT + "=" + folder.resolve("compat.yaml");
  }

  /** Starts {@code main} with the agent attached. */
  public ForkedJvm start(String main, Path... classPath) {
    return start(List.of(), main, classPath);
  }

  /** Starts {@code main} with the agent and further JVM options, and with assertions on. */
  public ForkedJvm start(List<String> options, String main, Path... classPath) {
    List<String> all = new ArrayList<>();
    all.add(agent());
    all.addAll(options);
    return startWithout(all, main, classPath);
  }

  /** Starts {@code main} without the agent. */
  public ForkedJvm startWithout(List<String> options, String main, Path... classPath) {
    return startWithout(options, main, List.of(classPath));
  }

  /** Starts {@code main} without the agent, with arguments. */
  public ForkedJvm startWithout(
      List<String> options, String main, List<Path> classPath, String... arguments) {
    List<String> what = new ArrayList<>();
    what.add("-cp");
    what.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    what.add(main);
    what.addAll(List.of(arguments));
    return launch(options, what.toArray(String[]::new));
  }

  /** Starts without the agent what these arguments say, such as {@code -jar app.jar}. */
  public ForkedJvm launch(List<String> options, String... what) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.addAll(options);
    command.addAll(List.of(what));
    return ForkedJvm.start(command, folder);
  }

  /** Runs a command of the packaged jar beside {@code compat.yaml}. */
  public Command command(Object... arguments) {
    return Command.run(folder, List.of(), arguments);
  }
}
