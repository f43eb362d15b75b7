package dev.compat.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An agent that changes the same legacy class, before us or after us, and retransforms it a hundred
 * times while it is called.
 */
class OtherAgentIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static int add(int a, int b) {
          int sum = a;
          while (sum < a + b) { sum++; }
          return sum;
        }
        public String greet(String other) { return "legacy " + other; }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      import other.Watcher;
      public class Main {
        static volatile boolean storming;
        static volatile String wrong;
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(
                switch (line) {
                  case "call" -> call();
                  case "storm" -> storm();
                  case "sites" -> Watcher.instances("dev.compat.call.JoinPoint");
                  default -> bootFailures();
                });
          }
        }
        static String call() {
          long before = Watcher.seen.get();
          String answers = Legacy.add(2, 3) + "|" + new Legacy().greet("you");
          return answers + "|" + (Watcher.seen.get() - before);
        }
        static String storm() throws Exception {
          wrong = "none";
          storming = true;
          Thread[] callers = {new Thread(Main::callOn), new Thread(Main::callOn)};
          for (Thread caller : callers) { caller.start(); }
          for (int i = 0; i < 50; i++) { Watcher.retransform(Legacy.class); }
          storming = false;
          for (Thread caller : callers) { caller.join(); }
          return "wrong: " + wrong;
        }
        static void callOn() {
          Legacy legacy = new Legacy();
          boolean armed = false;
          while (storming) {
            int sum = Legacy.add(2, 3);
            String greeting = legacy.greet("you");
            boolean isNew = sum == 500 && greeting.equals("new you");
            boolean isAllowed = (sum == 5 || sum == 500) && greeting.matches("(legacy|new) you");
            if (armed && !isNew || !isAllowed) { wrong = sum + " " + greeting; }
            armed |= isNew;
          }
        }
        static String bootFailures() throws Exception {
          Class<?> boot = Class.forName("java.compat.Boot");
          return boot.getMethod("failures").invoke(null) + " " + boot.getMethod("lastFailure").invoke(null);
        }
      }
      """;
  private static final String WATCHER =
      """
      package other;
      import java.lang.instrument.Instrumentation;
      import java.lang.management.ManagementFactory;
      import java.util.concurrent.atomic.AtomicLong;
      import javax.management.ObjectName;
      public class Watcher {
        public static final AtomicLong seen = new AtomicLong();
        private static Instrumentation instrumentation;
        public static void premain(String how, Instrumentation given) {
          instrumentation = given;
          if (how.equals("advice")) {
            Advising.install(given);
          } else {
            given.addTransformer(new Inserting(), true);
          }
        }
        public static void saw() { seen.incrementAndGet(); }
        public static void retransform(Class<?> type) throws Exception {
          instrumentation.retransformClasses(type);
        }
        /** Twice: what the first collection unlinks the second takes away. */
        public static int instances(String type) throws Exception {
          histogram(type);
          return histogram(type);
        }
        private static int histogram(String type) throws Exception {
          String all = (String) ManagementFactory.getPlatformMBeanServer().invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
              new Object[] {new String[0]}, new String[] {String[].class.getName()});
          return all.lines().map(line -> line.trim().split("\\s+"))
              .filter(row -> row.length > 3 && row[3].equals(type))
              .mapToInt(row -> Integer.parseInt(row[1])).findFirst().orElse(0);
        }
      }
      """;
  private static final String ADVISING =
      """
      package other;
      import java.lang.instrument.Instrumentation;
      import net.bytebuddy.agent.builder.AgentBuilder;
      import net.bytebuddy.asm.Advice;
      import static net.bytebuddy.matcher.ElementMatchers.*;
      public class Advising {
        @Advice.OnMethodEnter static void enter() { Watcher.saw(); }
        static void install(Instrumentation instrumentation) {
          new AgentBuilder.Default()
              .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
              .disableClassFormatChanges()
              .type(named("app.Legacy"))
              .transform((builder, type, loader, module, domain) ->
                  builder.visit(Advice.to(Advising.class).on(isMethod())))
              .installOn(instrumentation);
        }
      }
      """;
  private static final String INSERTING =
      """
      package other;
      import java.lang.instrument.ClassFileTransformer;
      import java.security.ProtectionDomain;
      import net.bytebuddy.jar.asm.*;
      public class Inserting implements ClassFileTransformer {
        public byte[] transform(
            ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
          if (!"app/Legacy".equals(name)) { return null; }
          ClassReader reader = new ClassReader(bytes);
          ClassWriter writer = new ClassWriter(reader, 0);
          reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            public MethodVisitor visitMethod(int access, String name, String type, String s, String[] e) {
              MethodVisitor code = super.visitMethod(access, name, type, s, e);
              return name.startsWith("<") ? code : new MethodVisitor(Opcodes.ASM9, code) {
                public void visitCode() {
                  super.visitCode();
                  super.visitMethodInsn(Opcodes.INVOKESTATIC, "other/Watcher", "saw", "()V", false);
                }
              };
            }
          }, reader.readUnsignedShort(6) < 50 ? ClassReader.SKIP_FRAMES : 0);
          return writer.toByteArray();
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "watched")
      @Effects(replacement = Effect.NONE)
      class Adapter {
        int add(int a, int b) { return 100 * (a + b); }
        String greet(String other) { return "new " + other; }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "47, true, insertion",
    "47, false, advice",
    "61, true, advice",
    "61, false, insertion",
  })
  void routes_obey_and_the_other_agents_change_is_kept(
      int classFileVersion, boolean weAreFirst, String how) throws URISyntaxException {
    try (ForkedJvm jvm = start(List.of(), classFileVersion, weAreFirst, how)) {
      assertThat(jvm.ask("call")).isEqualTo("5|legacy you|2");

      flag("new");
      assertThat(jvm.ask("storm")).isEqualTo("wrong: none");
      obeyed(jvm, "new");
      assertThat(jvm.ask("storm")).isEqualTo("wrong: none");
      assertThat(jvm.ask("call")).startsWith("500|new you|");

      flag("shadow");
      obeyed(jvm, "shadow");
      assertThat(jvm.ask("call")).startsWith("5|legacy you|");

      flag("legacy");
      obeyed(jvm, "legacy");
      assertThat(jvm.ask("call")).isEqualTo("5|legacy you|2");
      assertThat(jvm.ask("failures")).isEqualTo("0 null");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).doesNotContain("compat:");
    }
  }

  /**
   * Interpreted: compiled code keeps the call sites of earlier versions until the JVM discards it.
   */
  @Test
  void the_call_sites_of_earlier_versions_are_let_go() throws URISyntaxException {
    try (ForkedJvm jvm = start(List.of("-Xint"), 61, true, "insertion")) {
      flag("new");
      jvm.ask("call");
      obeyed(jvm, "new");
      jvm.ask("storm");
      jvm.ask("call");

      assertThat(Integer.parseInt(jvm.ask("sites"))).isLessThan(20);
    }
  }

  private void flag(String route) {
    bench.flags("watched: {route: " + route + ", shadow: {overflow: wait}}");
  }

  private static void obeyed(ForkedJvm jvm, String route) {
    jvm.await("watched", status -> status.route().equals(route));
    jvm.awaitArmed("watched");
  }

  private ForkedJvm start(
      List<String> options, int classFileVersion, boolean weAreFirst, String how)
      throws URISyntaxException {
    Path byteBuddy =
        Path.of(ByteBuddy.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path other = otherAgent(byteBuddy);
    Path app = application(classFileVersion, other);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER));
    flag("legacy");
    String us = "-javaagent:" + Workbench.AGENT + "=" + folder.resolve("compat.yaml");
    String them = "-javaagent:" + other + "=" + how;
    List<String> all = new ArrayList<>(options);
    all.addAll(weAreFirst ? List.of(us, them) : List.of(them, us));
    return bench.startWithout(all, "app.Main", app, other, byteBuddy);
  }

  private Path otherAgent(Path byteBuddy) {
    String manifest =
        """
        Manifest-Version: 1.0
        Premain-Class: other.Watcher
        Can-Retransform-Classes: true
        """;
    return bench.pack(
        "other.jar",
        Workbench.compile(List.of(byteBuddy), WATCHER, ADVISING, INSERTING),
        Map.of("META-INF/MANIFEST.MF", manifest.getBytes(UTF_8)));
  }

  private Path application(int classFileVersion, Path other) {
    Map<String, byte[]> classes = Workbench.compile(List.of(other), LEGACY, MAIN);
    if (classFileVersion < 52) {
      classes.putAll(OldClassFiles.compile(classFileVersion, LEGACY));
    }
    return bench.pack("app.jar", classes, Map.of());
  }
}
