package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A legacy class that keeps nothing, and objects of a subclass of it that do. */
class SharedReceiverIT {

  private static final String BASE =
      """
      package app;
      public class Base {
        public String quote(String key) { return rate() + key; }
        protected String rate() { return "legacy "; }
      }
      """;
  private static final String SUB =
      """
      package app;
      public class Sub extends Base {
        private static final java.util.Set<String> THREADS =
            java.util.concurrent.ConcurrentHashMap.newKeySet();
        private static Sub made;
        private int uses;
        public Sub() { made = this; }
        protected String rate() {
          if (this == made) {
            THREADS.add(Thread.currentThread().getName());
          }
          uses++;
          return "legacy ";
        }
        public static String threads() { return THREADS.toString(); }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          Base base = new Base();
          Base sub = new Sub();
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(line.equals("threads") ? Sub.threads()
                : base.quote("1") + "|" + sub.quote("2"));
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Base.class, migration = "base")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class Adapter {
        String quote(String key) { return "new " + key; }
      }
      """;

  @TempDir Path folder;

  @Test
  void verify_uses_a_copy_of_an_object_of_a_subclass_on_a_second_thread() {
    Workbench bench = new Workbench(folder);
    Path app = bench.jar("app.jar", List.of(), BASE, SUB, MAIN);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER));
    bench.flags("base: {route: verify}");
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.askUntil("go", "new 1|new 2"::equals);
      for (int i = 0; i < 50; i++) {
        assertThat(jvm.ask("go")).isEqualTo("new 1|new 2");
      }

      jvm.await("base", status -> status.compared() > 0);
      assertThat(jvm.ask("threads")).isIn("[main]", "[]");
    }
  }
}
