package dev.compat.samples.billing;

import dev.compat.samples.kit.Java;
import dev.compat.samples.kit.Screen;
import dev.compat.samples.kit.Workplace;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A test that {@code report --junit} has written: compiled and run as the build of the plugin
 * would.
 *
 * @param sources the folder of sources
 * @param plugin the jar
 */
record WrittenTest(Workplace workplace, String sources, String plugin) {

  /** What became of it. */
  record Result(int exit, String said) {}

  Result run(String type, Screen screen) throws IOException, InterruptedException {
    File errors = workplace.folder().resolve("tests.log").toFile();
    String path =
        String.join(
            File.pathSeparator,
            sources,
            plugin,
            Workplace.APPLICATION,
            Jars.LEGACY,
            System.getProperty("java.class.path"));
    Path source = Path.of(sources, type.replace('.', '/') + ".java");
    Process compiler =
        Java.start(
            "javac",
            workplace.folder(),
            errors,
            List.of("-proc:none", "-cp", path, "-d", sources, source.toString()));
    String said = Java.output(compiler);
    if (compiler.waitFor() != 0) {
      throw new IOException(source + " does not compile; see " + errors + "\n" + said);
    }
    Process run =
        Java.start(
            workplace.folder(),
            errors,
            List.of("-Dfile.encoding=UTF-8", "-cp", path, TestRun.class.getName(), type));
    String printed = Java.output(run);
    screen.command("mvn test   # " + type + " beside " + plugin);
    screen.output(printed);
    return new Result(run.waitFor(), printed);
  }
}
