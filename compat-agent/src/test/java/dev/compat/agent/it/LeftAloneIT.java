package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.MigrationStatus.Arming;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters that name methods which cannot be woven: one message each, and legacy answers. */
class LeftAloneIT {

  private static final String NATIVE =
      """
      package app;
      public class Native {
        public static native int fast(int value);
        public static String tryIt() {
          try { return "" + fast(1); } catch (UnsatisfiedLinkError e) { return "not linked"; }
        }
      }
      """;
  private static final String ABSTRACT =
      """
      package app;
      public abstract class Abstract {
        public abstract int value(int given);
        public static class Real extends Abstract { public int value(int given) { return given; } }
      }
      """;
  private static final String CROWDED =
      """
      package app;
      public class Crowded {
        public static long last(PARAMETERS) { return p125; }
        public static long tryIt() { return last(ARGUMENTS); }
      }
      """
          .replace("PARAMETERS", numbered("long p%d"))
          .replace("ARGUMENTS", numbered("%dL"));
  private static final String EPIC =
      """
      package app;
      public class Epic {
        public static int hash(int value) { int h = value; STEPS return h; }
      }
      """
          .replace("STEPS", "h = h * 31 + 7; ".repeat(1200));
  private static final String CONTINUATION =
      """
      package kotlin.coroutines;
      public interface Continuation { }
      """;
  private static final String SUSPENDING =
      """
      package app;
      public class Suspending {
        public static Object later(int value, kotlin.coroutines.Continuation rest) { return "legacy " + value; }
      }
      """;
  private static final String FINE =
      """
      package app;
      public class Fine { public static String answer() { return "legacy"; } }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            java.util.BitSet bits = new java.util.BitSet();
            bits.set(3);
            System.out.println(Native.tryIt() + "|" + new Abstract.Real().value(2) + "|" + Crowded.tryIt()
                + "|" + (Epic.hash(1) == Epic.hash(1)) + "|" + Suspending.later(3, null)
                + "|" + bits.cardinality() + "|" + Fine.answer());
          }
        }
      }
      """;
  private static final String LEGACY_ANSWERS = "not linked|2|125|true|legacy 3|1|";

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  @Test
  void each_kind_is_reported_once_with_its_reason_and_answered_by_legacy() {
    Path app =
        bench.jar(
            "app.jar",
            List.of(),
            NATIVE,
            ABSTRACT,
            CROWDED,
            EPIC,
            CONTINUATION,
            SUSPENDING,
            FINE,
            MAIN);
    Path plugin =
        bench.plugin(
            "plugin.jar",
            List.of(app),
            List.of(),
            adapter("app.Native", "int fast(int value) { return -1; }"),
            adapter("app.Abstract", "int value(int given) { return -1; }"),
            adapter("app.Crowded", "long last(" + numbered("long p%d") + ") { return -1; }"),
            adapter("app.Epic", "int hash(int value) { return (int) System.nanoTime(); }"),
            adapter(
                "app.Suspending",
                "Object later(int value, kotlin.coroutines.Continuation rest) { return null; }"),
            adapter("java.util.BitSet", "int cardinality() { return -1; }"),
            adapter("app.Fine", "String answer() { return \"new\"; }"));
    bench.configure(plugin);
    Map<String, String> messages = messages(plugin);
    bench.flags(
        messages.keySet().stream().map(name -> name + ": {route: new}").toArray(String[]::new));

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.askUntil("go", answer -> answer.equals(LEGACY_ANSWERS + "new"));
      messages.forEach(
          (migration, message) -> {
            if (!message.isEmpty()) {
              assertThat(jvm.await(migration, status -> status.arming() == Arming.FAILED).reason())
                  .isEqualTo(message);
            }
          });
      assertThat(jvm.ask("go")).isEqualTo(LEGACY_ANSWERS + "new");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors().lines())
          .containsExactlyInAnyOrderElementsOf(
              messages.entrySet().stream()
                  .filter(entry -> !entry.getValue().isEmpty())
                  .map(
                      e ->
                          "compat: error: %s: not armed, legacy answers: %s"
                              .formatted(e.getKey(), e.getValue()))
                  .toList());
    }
  }

  private static Map<String, String> messages(Path plugin) {
    return Map.of(
        "Fine",
        "",
        "Native",
        plugin
            + ": app.Native.fast(int) is left alone: it is native: it has no instructions to go"
            + " before; take it out of adapter plug.NativeAdapter",
        "Abstract",
        plugin
            + ": app.Abstract.value(int) is left alone: it is abstract: name a class that"
            + " implements it; take it out of adapter plug.AbstractAdapter",
        "Crowded",
        plugin
            + ": app.Crowded.last("
            + numbered("long")
            + ") is left alone: its arguments take more than 250 slots; take it out of adapter"
            + " plug.CrowdedAdapter",
        "Epic",
        plugin
            + ": app.Epic.hash(int) is left alone: with the prologue it would be longer than 8000"
            + " bytes, and HotSpot would stop compiling it; take it out of adapter"
            + " plug.EpicAdapter",
        "Suspending",
        plugin
            + ": app.Suspending.later(int, Continuation) is left alone: it is a Kotlin suspend"
            + " function: it returns before it has answered; take it out of adapter"
            + " plug.SuspendingAdapter",
        "BitSet",
        plugin
            + ": java.util.BitSet is a class of the bootstrap loader, which is never woven; replace"
            + " the methods that call it, and take out adapter plug.BitSetAdapter");
  }

  @Test
  void a_migration_that_turns_out_not_to_fit_goes_back_to_legacy_as_a_whole() {
    String main =
        """
        package app;
        import java.io.*;
        public class Main {
          public static void main(String[] args) throws Exception {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
              System.out.println(line.equals("both") ? Fine.answer() + "|" + Epic.hash(0) : Fine.answer());
            }
          }
        }
        """;
    Path app = bench.jar("app.jar", List.of(), FINE, EPIC, main);
    bench.configure(
        bench.plugin(
            "plugin.jar",
            List.of(app),
            List.of(),
            adapter("app.Fine", "String answer() { return \"new\"; }")
                .replace("\"Fine\"", "\"one\""),
            adapter("app.Epic", "int hash(int value) { return 0; }")
                .replace("\"Epic\"", "\"one\"")));
    bench.flags("one: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.ask("fine");
      jvm.await("one", status -> status.arming() == Arming.FAILED);
      assertThat(jvm.ask("fine")).isEqualTo("legacy");
      assertThat(jvm.ask("both")).startsWith("legacy|").isNotEqualTo("legacy|0");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors().lines())
          .singleElement()
          .asString()
          .contains("one: not armed, legacy answers: ", "app.Epic.hash(int) is left alone");
    }
  }

  @Test
  void a_class_that_does_not_fit_in_one_loader_is_routed_in_another() {
    String entry =
        """
        package app;
        public class Entry implements java.util.function.Supplier<String> {
          public String get() { return Fine.answer(); }
        }
        """;
    String main =
        """
        package host;
        import java.io.*;
        import java.net.*;
        import java.util.function.Supplier;
        public class Main {
          public static void main(String[] args) throws Exception {
            Supplier<?> changed = entry("changed.jar");
            Supplier<?> known = entry("known.jar");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
              System.out.println(changed.get() + "|" + known.get());
            }
          }
          static Supplier<?> entry(String jar) throws Exception {
            URL[] urls = {new File(jar).toURI().toURL()};
            ClassLoader loader = new URLClassLoader(urls, Main.class.getClassLoader());
            return (Supplier<?>) loader.loadClass("app.Entry").getConstructor().newInstance();
          }
        }
        """;
    Path known = bench.jar("known.jar", List.of(), FINE, entry);
    bench.jar(
        "changed.jar",
        List.of(),
        FINE.replace("answer()", "answer(int how)"),
        entry.replace("answer()", "answer(1)"));
    Path host = bench.jar("host.jar", List.of(), main);
    Path plugin =
        bench.plugin(
            "plugin.jar",
            List.of(known),
            List.of(),
            adapter("app.Fine", "String answer() { return \"new\"; }"));
    bench.configure(plugin);
    bench.flags("Fine: {route: new}");

    try (ForkedJvm jvm = bench.start("host.Main", host)) {
      jvm.askUntil("go", answer -> answer.equals("legacy|new"));
      assertThat(jvm.await("Fine", status -> status.arming() == Arming.FAILED).reason())
          .isEqualTo(
              plugin
                  + ": adapter plug.FineAdapter (String answer()) matches no method that legacy"
                  + " app.Fine declares; by that name it has String answer(int); its superclass is"
                  + " java.lang.Object; give it the name and parameters of a method that the class"
                  + " declares itself, name the class that declares it, or make it private");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors().lines()).hasSize(1);
    }
  }

  /** An adapter of a migration that is called like the legacy class. */
  private static String adapter(String legacy, String method) {
    return """
    package plug;
    import dev.compat.*;
    @Replaces(value = LEGACY.class, migration = "NAME")
    class NAMEAdapter { METHOD }
    """
        .replace("LEGACY", legacy)
        .replace("NAME", legacy.substring(legacy.lastIndexOf('.') + 1))
        .replace("METHOD", method);
  }

  /** 126 of them, with their number where they have a place for it. */
  private static String numbered(String template) {
    return IntStream.range(0, 126).mapToObj(template::formatted).collect(Collectors.joining(", "));
  }
}
