package dev.compat.agent.places;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.Command;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One legacy class with its adapter, put into many places: the same has to hold in each. */
final class Placed {

  static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static int add(int a, int b) {
          int sum = a;
          while (sum < a + b) { sum++; }
          return sum;
        }
        public String greet(String name) { return "legacy " + name; }
        public static String around() { return Look.around(); }
        public static int position() { return Look.position(); }
      }
      """;

  /** What code can see of the legacy class from outside, and of a call from inside. */
  static final String LOOK =
      """
      package app;
      import java.lang.StackWalker.StackFrame;
      import java.util.*;
      import java.util.stream.*;
      public class Look {
        static String at(Class<?> type) {
          Module module = type.getModule();
          String name = type.getPackageName();
          Stream<Object> members =
              Stream.of(type.getDeclaredMethods(), type.getDeclaredFields(),
                      type.getDeclaredConstructors(), type.getDeclaredClasses())
                  .flatMap(Arrays::stream);
          return type.getClassLoader().getClass() + " " + module.getName()
              + " " + module.isExported(name) + " " + module.isOpen(name) + " "
              + members.map(Object::toString).sorted().collect(Collectors.joining(", "));
        }
        static String around() {
          return walk(frames -> frames.limit(4).map(StackFrame::toString)
              .collect(Collectors.joining(", ")));
        }
        /** Where in its instructions the caller is. */
        static int position() {
          return walk(frames -> frames.findFirst().get().getByteCodeIndex());
        }
        private static <T> T walk(java.util.function.Function<Stream<StackFrame>, T> how) {
          return StackWalker.getInstance().walk(frames -> how.apply(frames.skip(2)));
        }
      }
      """;

  static final String SHELL =
      """
      package app;
      public class Shell {
        public static String answer(String line) {
          return switch (line) {
            case "call" -> Legacy.add(2, 3) + " " + new Legacy().greet("you");
            case "look" -> Look.at(Legacy.class) + " " + Legacy.around();
            case "position" -> "" + Legacy.position();
            default -> throw new IllegalArgumentException(line);
          };
        }
      }
      """;

  static final String MAIN =
      """
      package app;
      public class Main {
        public static void main(String[] args) {
          java.util.Scanner in = new java.util.Scanner(System.in);
          while (in.hasNextLine()) System.out.println(Shell.answer(in.nextLine()));
        }
      }
      """;

  static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "place")
      @Effects(replacement = Effect.NONE)
      class Adapter {
        int add(int a, int b) { return 100 * (a + b); }
        String greet(String name) { return "new " + name; }
        String around() { return "new"; }
        int position() { return -1; }
      }
      """;

  /** What the shell answers to {@code call}. */
  static final String BY_LEGACY = "5 legacy you";

  static final String BY_NEW = "500 new you";

  private Placed() {}

  /** The application's class files. */
  static Map<String, byte[]> classes() {
    return Workbench.compile(List.of(), LEGACY, LOOK, SHELL, MAIN);
  }

  static Path application(Workbench bench, String name) {
    return bench.pack(name, classes(), Map.of());
  }

  static void route(Workbench bench, String route) {
    bench.flags("place: {route: " + route + ", shadow: {overflow: wait}}");
  }

  /** Attaches the packaged agent to a process that has called legacy before. */
  static void attach(Workbench bench, ForkedJvm jvm) {
    assertThat(jvm.ask("call")).isEqualTo(BY_LEGACY);
    Command attach =
        bench.command("attach", jvm.pid(), "--config", bench.folder().resolve("compat.yaml"));
    assertThat(attach.code()).as("%s", attach).isZero();
  }

  /** What a process without the agent answers, which is ended. */
  record Untouched(String look, String position) {

    static Untouched of(ForkedJvm jvm) {
      assertThat(jvm.ask("call")).isEqualTo(BY_LEGACY);
      Untouched untouched = new Untouched(jvm.ask("look"), jvm.ask("position"));
      assertThat(jvm.end()).isZero();
      return untouched;
    }
  }

  /**
   * Takes a process whose flag says {@code legacy} through the routes and out again.
   *
   * @param untouched what the same process answers without the agent
   */
  static void obeysAndIsLetGo(Workbench bench, ForkedJvm jvm, Untouched untouched) {
    assertThat(jvm.ask("call")).isEqualTo(BY_LEGACY);
    assertThat(jvm.ask("look")).isEqualTo(untouched.look());
    obeys(bench, jvm);
    assertThat(jvm.ask("look")).isEqualTo(untouched.look());
    isLetGo(bench, jvm, untouched);
  }

  /** Every route, each by its answer, and back to {@code legacy}. */
  static void obeys(Workbench bench, ForkedJvm jvm) {
    route(bench, "new");
    jvm.askUntil("call", BY_NEW::equals);
    route(bench, "shadow");
    jvm.await("place", status -> status.route().equals("shadow"));
    assertThat(jvm.ask("call")).isEqualTo(BY_LEGACY);
    jvm.await("place", status -> status.compared() > 0);
    route(bench, "legacy");
    jvm.await("place", status -> status.route().equals("legacy"));
    assertThat(jvm.ask("call")).isEqualTo(BY_LEGACY);
  }

  private static void isLetGo(Workbench bench, ForkedJvm jvm, Untouched untouched) {
    route(bench, "new");
    jvm.askUntil("call", BY_NEW::equals);
    Command detach = bench.command("detach", jvm.pid());
    assertThat(detach.code()).as("%s", detach).isZero();
    assertThat(jvm.ask("call")).isEqualTo(BY_LEGACY);
    assertThat(jvm.ask("look")).isEqualTo(untouched.look());
    assertThat(jvm.ask("position")).isEqualTo(untouched.position());
  }

  /** The jars of a folder that the build has filled. */
  static List<Path> jars(String property, String folder) {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty(property), folder))) {
      return files.sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
