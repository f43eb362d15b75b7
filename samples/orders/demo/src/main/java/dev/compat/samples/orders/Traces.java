package dev.compat.samples.orders;

import dev.compat.samples.kit.Java;
import dev.compat.samples.kit.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What can be seen of us in a running JVM from outside, with the tools of the JDK.
 *
 * @param threads the names of all its threads that its application can see
 * @param loaders lines of {@code jcmd VM.classloaders} that speak of us
 * @param classes the names of loaded classes that are ours, our libraries' or a plugin's
 * @param frames lines of {@code jcmd Thread.print} that speak of us
 */
record Traces(Set<String> threads, List<String> loaders, Set<String> classes, List<String> frames) {

  private static final Pattern CLASS =
      Pattern.compile(
          "[\\s|-]*((?:dev\\.compat|java\\.compat|com\\.google|net\\.bytebuddy|jakarta\\.inject"
              + "|com\\.example\\.orders\\.(?:plugin|corrected))[\\w.$/+-]*)/.*");
  private static final String OURS = "(?i).*compat.*";

  /** Classes that no loader can let go: the gate that woven code asked, and the entry point. */
  private static final String KEPT = "java\\.compat\\.\\S+|dev\\.compat\\.agent\\.\\w+";

  /** Looks at a JVM, after it has collected its garbage. */
  static Traces of(Application application, Workplace workplace)
      throws IOException, InterruptedException {
    jcmd(application, workplace, "GC.run");
    return new Traces(
        threads(application.admin().body()),
        jcmd(application, workplace, "VM.classloaders").filter(OURS),
        classes(jcmd(application, workplace, "VM.class_hierarchy")),
        jcmd(application, workplace, "Thread.print").filter(OURS));
  }

  /** The classes that should have gone with the agent. */
  Set<String> leftBehind() {
    Set<String> left = new TreeSet<>(classes);
    left.removeIf(name -> name.matches(KEPT));
    return left;
  }

  @Override
  public String toString() {
    return threads.stream().filter(name -> name.matches(OURS)).count()
        + " threads of ours, "
        + loaders.size()
        + " class loaders, "
        + classes.size()
        + " classes";
  }

  private static Set<String> threads(String admin) {
    return admin
        .lines()
        .filter(line -> line.startsWith("thread "))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> classes(Lines hierarchy) {
    Set<String> classes = new TreeSet<>();
    for (String line : hierarchy.lines()) {
      Matcher matcher = CLASS.matcher(line);
      if (matcher.matches()) {
        classes.add(matcher.group(1));
      }
    }
    return classes;
  }

  private static Lines jcmd(Application application, Workplace workplace, String command)
      throws IOException, InterruptedException {
    Path errors = workplace.folder().resolve("jcmd.log");
    List<String> arguments = new ArrayList<>(List.of("" + application.pid(), command));
    Process jcmd = Java.start("jcmd", workplace.folder(), errors.toFile(), arguments);
    List<String> lines = Java.output(jcmd).lines().toList();
    if (jcmd.waitFor() != 0) {
      throw new IOException("jcmd " + String.join(" ", arguments) + " failed: " + lines);
    }
    return new Lines(lines);
  }

  /** What a command printed; the first line is the process number. */
  private record Lines(List<String> lines) {

    List<String> filter(String pattern) {
      return lines.stream().skip(1).filter(line -> line.matches(pattern)).toList();
    }
  }
}
