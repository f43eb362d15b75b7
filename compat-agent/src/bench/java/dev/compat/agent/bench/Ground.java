package dev.compat.agent.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Where the benchmarks are built: jars, configurations, JVMs.
 *
 * @param agent the packaged agent
 * @param api what a plugin is compiled against
 * @param classes the folder of the benchmarks' own classes
 * @param work the folder to work in
 */
record Ground(Path agent, Path api, Path classes, Path work) {

  /** A file in the folder to work in. */
  Path file(String name) throws IOException {
    Path file = work.resolve(name);
    Files.createDirectories(file.getParent());
    return file;
  }

  /** A fresh folder with {@code compat.yaml}, {@code flags.yaml} of one flag, and no state yet. */
  Path configuration(String name, String flag, Path... plugins) throws IOException {
    Path folder = fresh(name);
    String list =
        Arrays.stream(plugins)
            .map(jar -> "  - path: " + jar.toAbsolutePath() + "\n")
            .collect(Collectors.joining("", plugins.length == 0 ? "" : "plugins:\n", ""));
    Files.writeString(folder.resolve("compat.yaml"), list + "state: state\n");
    Files.writeString(folder.resolve("flags.yaml"), flags(flag));
    return folder;
  }

  /** The text of a {@code flags.yaml} of one flag; of none if it is empty. */
  static String flags(String flag) {
    return flag.isEmpty() ? "flags: {}\n" : "flags:\n  " + flag + "\n";
  }

  /** The option that attaches the agent with a configuration. */
  String attached(Path configuration) {
    return "-javaagent:" + agent + "=" + configuration.resolve("compat.yaml");
  }

  /** A command line of the JVM that runs this. */
  static List<String> java(
      List<String> options, List<Path> classPath, Class<?> main, String... rest) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", join(classPath), main.getName()));
    command.addAll(List.of(rest));
    return command;
  }

  /** The plugin jar of the pricing migration. */
  Path pricingPlugin() throws IOException {
    Map<String, byte[]> content = new TreeMap<>();
    for (String name : List.of("PricingAdapter", "RulePricing")) {
      String path = "com/example/pricing/" + name + ".class";
      content.put(path, Files.readAllBytes(classes.resolve(path)));
    }
    return jar("pricing-plugin.jar", content, Map.of());
  }

  /**
   * A folder with the pricing classes of the application as class files of version {@code major}.
   */
  Path pricing(int major) throws IOException {
    Path folder = fresh("classes-" + major);
    for (String name : List.of("LegacyPricing", "UnwovenPricing")) {
      String path = "com/example/pricing/" + name + ".class";
      byte[] classFile = Files.readAllBytes(classes.resolve(path));
      classFile[7] = (byte) major;
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, classFile);
    }
    return folder;
  }

  /** Compiles sources by their names into a fresh folder. */
  Path compile(String name, Map<String, String> sources, List<Path> classPath) throws IOException {
    Path folder = fresh(name);
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none", "-nowarn"));
    arguments.addAll(List.of("-d", folder.toString(), "-cp", join(classPath)));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey() + ".java");
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException("the compiler refused " + name);
    }
    return folder;
  }

  /** A jar of all classes in a folder. */
  Path jar(String name, Path folder) throws IOException {
    Map<String, byte[]> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String path = folder.relativize(file).toString().replace(File.separatorChar, '/');
        content.put(path, Files.readAllBytes(file));
      }
    }
    return jar(name, content, Map.of());
  }

  Path jar(String name, Map<String, byte[]> content, Map<String, String> attributes)
      throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach(
        (key, value) -> manifest.getMainAttributes().put(new Attributes.Name(key), value));
    Path jar = file(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out, manifest)) {
      for (Map.Entry<String, byte[]> entry : content.entrySet()) {
        entries.putNextEntry(new JarEntry(entry.getKey()));
        entries.write(entry.getValue());
      }
    }
    return jar;
  }

  /** What a process prints until it ends well; its errors go where ours go. */
  static List<String> output(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    List<String> lines;
    try (var reader = process.inputReader(UTF_8)) {
      lines = reader.lines().toList();
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "exit code " + process.exitValue() + " of " + command + ": " + lines);
    }
    return lines;
  }

  static String join(List<Path> classPath) {
    return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private Path fresh(String name) throws IOException {
    Path folder = work.resolve(name);
    if (Files.exists(folder)) {
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path path : old.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(path);
        }
      }
    }
    return Files.createDirectories(folder);
  }
}
