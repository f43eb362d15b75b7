package dev.compat.agent.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent attached to one JVM and detached again, many times, under threads that never stop
 * calling: every answer is one of an arm that may answer, nothing is thrown, nothing piles up, and
 * the classes have their own instructions again.
 */
class ComeAndGoIT {

  private static final int ROUNDS = 50;

  /**
   * How many of them begin and end with classes that C2 has compiled, and are looked at closely.
   */
  private static final int CLOSELY = 10;

  private static final String LEGACY =
      """
      package app;
      public class NAME {
        private final String owner;
        public NAME(String owner) { this.owner = owner; }
        public String greet(String name) { return "legacy " + name; }
        public static long twice(long value) { return 2 * value; }
        public synchronized String nested(String name) { return greet(name); }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      import jakarta.inject.Inject;
      @Replaces(value = app.NAME.class, migration = "MIGRATION")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class NAMEAdapter {
        private final Greeting greeting;
        @Inject NAMEAdapter(Greeting greeting) { this.greeting = greeting; }
        String greet(String name) { return greeting.greet(name); }
        long twice(long value) { return 2 * value; }
        String nested(String name) { return greeting.greet(name); }
      }
      """;
  private static final String GREETING =
      """
      package plug;
      import jakarta.inject.*;
      @Singleton
      public class Greeting implements AutoCloseable {
        private volatile boolean closed;
        @Inject Greeting() { app.Main.made(Greeting.class, dev.compat.CompatModule.class); }
        String greet(String name) {
          if (closed) throw new IllegalStateException("closed while it is called");
          return "new " + name;
        }
        public void close() {
          closed = true;
          app.Main.closed();
        }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import com.sun.tools.attach.VirtualMachine;
      import java.io.*;
      import java.lang.instrument.*;
      import java.lang.management.ManagementFactory;
      import java.lang.ref.WeakReference;
      import java.nio.file.*;
      import java.security.ProtectionDomain;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.concurrent.atomic.*;
      import java.util.stream.*;
      import javax.management.ObjectName;
      public class Main {
        private static final String[] ROUTES = {"direct", "new", "shadow", "half"};
        private static final Queue<WeakReference<ClassLoader>> LOADERS = new ConcurrentLinkedQueue<>();
        private static final Set<String> WRONG = ConcurrentHashMap.newKeySet();
        private static final LongAdder CALLS = new LongAdder();
        private static final AtomicInteger MADE = new AtomicInteger();
        private static final AtomicInteger CLOSED = new AtomicInteger();
        private static volatile boolean stopped;
        /** Even while nothing is attached: then nobody but legacy may answer. */
        private static volatile int epoch;
        private static String jar;
        private static String self;
        private static Instrumentation instrumentation;

        /** This jar is an agent, too: it sees the class files that the JVM makes of our work. */
        public static void agentmain(String arguments, Instrumentation own) { instrumentation = own; }

        public static void made(Class<?>... types) {
          MADE.incrementAndGet();
          for (Class<?> type : types) LOADERS.add(new WeakReference<>(type.getClassLoader()));
        }

        public static void closed() { CLOSED.incrementAndGet(); }

        public static void main(String[] args) throws Exception {
          jar = args[0];
          int rounds = Integer.parseInt(args[1]);
          List<Thread> callers = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(Main::calls, "caller-" + i);
            caller.start();
            callers.add(caller);
          }
          int closely = Integer.parseInt(args[2]);
          self = args[3];
          capture("before");
          long classes = 0;
          long metaspace = 0;
          for (int round = 1; round <= rounds; round++) {
            String route = ROUTES[round % ROUTES.length];
            if (round <= closely) awaitCompiled();
            epoch++;
            say(order("attach", "config", new File(route + ".yaml").getAbsolutePath()), route);
            await(route);
            if (round <= closely) {
              capture("woven-" + round);
              awaitCompiled();
            }
            long calls = CALLS.sum();
            while (CALLS.sum() < calls + 1_000) Thread.sleep(5);
            say(order("detach", "patience", "30000"), route);
            epoch++;
            calls = CALLS.sum();
            while (CALLS.sum() < calls + 1_000) Thread.sleep(5);
            if (round <= closely) capture("left-" + round);
            if (round <= closely || round % 10 == 0) {
              int alive = collect();
              if (alive > 0) WRONG.add("round " + round + ": " + alive + " loaders are left");
              if (!threads().isEmpty()) WRONG.add("round " + round + ": " + threads());
              if (!objects().isEmpty()) WRONG.add("round " + round + ": " + objects());
            }
            if (round == 10) {
              classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
              metaspace = metaspace();
            }
          }
          stopped = true;
          for (Thread caller : callers) caller.join();
          System.out.println("wrong: " + WRONG);
          System.out.println("open: " + (MADE.get() - CLOSED.get()) + " of " + (MADE.get() > 0 ? "some" : "none"));
          System.out.println("classes: "
              + (ManagementFactory.getClassLoadingMXBean().getLoadedClassCount() - classes));
          System.out.println("metaspace: " + metaspace + " " + metaspace());
        }

        private static void calls() {
          Old old = new Old("x");
          Young young = new Young("x");
          for (long i = 0; !stopped; i++) {
            try {
              int before = epoch;
              check(before, old.greet("a"), "a");
              check(before, young.greet("b"), "b");
              check(before, old.nested("c"), "c");
              check(before, young.nested("d"), "d");
              if (Old.twice(i) != 2 * i || Young.twice(i) != 2 * i) WRONG.add("twice " + i);
              CALLS.increment();
              if (i % 100 == 0) Thread.sleep(1); // or nobody else would get anywhere
            } catch (Throwable thrown) {
              StringWriter trace = new StringWriter();
              thrown.printStackTrace(new PrintWriter(trace));
              WRONG.add(trace.toString());
            }
          }
        }

        private static void check(int before, String answer, String name) {
          boolean isNew = answer.equals("new " + name);
          boolean isQuiet = before % 2 == 0 && epoch == before;
          if (!answer.equals("legacy " + name) && (!isNew || isQuiet)) {
            WRONG.add(answer + " for " + name + (isQuiet ? " while nothing is attached" : ""));
          }
        }

        /** Until the round's route is in force, as far as that can be seen from here. */
        private static void await(String route) throws Exception {
          for (int i = 0; i < 12_000; i++) {
            boolean isArmed = MADE.get() > CLOSED.get();
            if (isArmed && (route.equals("shadow") || isNew())) return;
            Thread.sleep(5);
          }
          WRONG.add(route + " did not come into force; " + MADE + " made, " + CLOSED + " closed");
        }

        private static boolean isNew() {
          return new Old("x").greet("y").startsWith("new") || new Young("x").greet("y").startsWith("new");
        }

        private static Path order(String verb, String key, String value) throws Exception {
          Path folder = Files.createTempDirectory(Path.of(""), "order").toAbsolutePath();
          Properties order = new Properties();
          order.setProperty("verb", verb);
          order.setProperty(key, value);
          try (OutputStream out = Files.newOutputStream(folder.resolve("order.properties"))) {
            order.store(out, null);
          }
          return folder;
        }

        private static void load(String agent, String arguments) throws Exception {
          VirtualMachine self = VirtualMachine.attach("" + ProcessHandle.current().pid());
          self.loadAgent(agent, arguments);
          self.detach();
        }

        private static void say(Path order, String route) throws Exception {
          load(jar, "@" + order);
          Path answer = order.resolve("answer.json");
          String said = Files.exists(answer) ? Files.readString(answer) : "nothing";
          if (!said.contains("\\"outcome\\":\\"DONE\\"") || !said.contains("\\"notes\\":[]")) {
            WRONG.add(route + ": " + said);
          }
        }

        private static int collect() throws Exception {
          for (int i = 0; i < 100 && alive() > 0; i++) {
            System.gc();
            Thread.sleep(50);
          }
          return alive();
        }

        private static int alive() {
          LOADERS.removeIf(loader -> loader.get() == null);
          return LOADERS.size();
        }

        private static List<String> threads() throws Exception {
          List<String> ours = List.of();
          for (int i = 0; i < 100; i++) {
            ours = Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.startsWith("compat")).toList();
            if (ours.isEmpty()) return ours;
            Thread.sleep(20);
          }
          return ours;
        }

        /** Objects of ours, of a plugin's or of Guice's: containers and loaders would be among them. */
        private static Set<String> objects() throws Exception {
          return diagnose("gcClassHistogram", new Object[] {null}, String[].class.getName()).lines()
              .map(line -> line.trim().split(" +"))
              .filter(words -> words.length > 3)
              .map(words -> words[3])
              .filter(type -> type.matches("[^a-z]*(dev[.]compat|plug|com[.]google)[.].*"))
              .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Until C2 has compiled what is called all the time. */
        private static void awaitCompiled() throws Exception {
          for (int i = 0; i < 6_000; i++) {
            Set<String> compiled = diagnose("compilerCodelist", new Object[0]).lines()
                .map(line -> line.trim().split(" +"))
                .filter(words -> words.length > 3 && words[1].equals("4") && words[2].equals("0"))
                .map(words -> words[3].replaceAll("[(].*", ""))
                .collect(Collectors.toSet());
            if (compiled.containsAll(List.of("app.Old.greet", "app.Young.greet"))) return;
            Thread.sleep(10);
          }
          WRONG.add("not compiled");
        }

        private static String diagnose(String command, Object[] arguments, String... types)
            throws Exception {
          return (String) ManagementFactory.getPlatformMBeanServer().invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"), command, arguments, types);
        }

        /** Loaded anew each time, so that it comes after the agent that is attached. */
        private static void capture(String when) throws Exception {
          load(self, "");
          Map<String, byte[]> seen = new ConcurrentHashMap<>();
          ClassFileTransformer transformer = new ClassFileTransformer() {
            public byte[] transform(
                ClassLoader loader, String name, Class<?> type, ProtectionDomain of, byte[] bytes) {
              if (type == Old.class || type == Young.class) seen.put(type.getSimpleName(), bytes);
              return null;
            }
          };
          instrumentation.addTransformer(transformer, true);
          instrumentation.retransformClasses(Old.class, Young.class);
          instrumentation.removeTransformer(transformer);
          for (String type : seen.keySet()) Files.write(Path.of(when + "-" + type), seen.get(type));
        }

        private static long metaspace() {
          for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) return pool.getUsage().getUsed() >> 10;
          }
          return 0;
        }
      }
      """;

  @TempDir Path folder;

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void fifty_times_under_load() throws Exception {
    Workbench bench = new Workbench(folder);
    Path app = application(bench);
    Path plugin =
        bench.plugin(
            "plugin.jar",
            List.of(app),
            List.of(),
            ADAPTER.replace("NAME", "Old").replace("MIGRATION", "old"),
            ADAPTER.replace("NAME", "Young").replace("MIGRATION", "young"),
            GREETING);
    configure(bench, plugin, "direct", "{route: new, record: false}");
    configure(bench, plugin, "new", "{route: new}");
    configure(bench, plugin, "shadow", "{route: shadow}");
    configure(bench, plugin, "half", "{by: call, route: {new: 50}}");

    List<String> options =
        new ArrayList<>(
            List.of(
                "-Djdk.attach.allowAttachSelf=true",
                "-XX:CompileCommand=quiet",
                "-XX:CompileCommand=dontinline,app.Old::*",
                "-XX:CompileCommand=dontinline,app.Young::*"));
    if (Runtime.version().feature() >= 21) {
      options.add("-XX:+EnableDynamicAgentLoading");
    }
    List<String> arguments =
        List.of(Workbench.AGENT.toString(), "" + ROUNDS, "" + CLOSELY, app.toString());
    try (ForkedJvm jvm =
        bench.startWithout(options, "app.Main", List.of(app), arguments.toArray(new String[0]))) {
      assertThat(jvm.nextWithin(900)).isEqualTo("wrong: []");
      assertThat(jvm.next()).isEqualTo("open: 0 of some");
      int classes = Integer.parseInt(jvm.next().split(" ")[1]);
      // an anchor each time, and a holder for each class of an old version
      assertThat(classes).isLessThan((ROUNDS - 10) * 2 + 400);
      String[] metaspace = jvm.next().split(" ");
      long before = Long.parseLong(metaspace[1]);
      assertThat(Long.parseLong(metaspace[2])).isLessThan(2 * before);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
    assertInstructionsAreRestored("Old");
    assertInstructionsAreRestored("Young");
  }

  /**
   * After each round the JVM runs what it ran before the first, and what our weaving began with.
   */
  private void assertInstructionsAreRestored(String type) throws IOException {
    Map<String, Instructions> before = captured("before", type);
    assertThat(before).containsKeys("twice(J)J", "<init>(Ljava/lang/String;)V");
    for (int round = 1; round <= CLOSELY; round++) {
      Map<String, Instructions> woven = captured("woven-" + round, type);
      Map<String, Instructions> left = captured("left-" + round, type);
      assertThat(woven).containsOnlyKeys(before.keySet());
      assertThat(left).containsOnlyKeys(before.keySet());
      before.forEach(
          (method, body) -> {
            assertThat(woven.get(method).isGated())
                .as(method)
                .isEqualTo(!method.startsWith("<init>"));
            assertThat(left.get(method).isGated()).as(method).isFalse();
            assertThat(left.get(method).lines()).as(method).isEqualTo(body.lines());
          });
    }
  }

  private Map<String, Instructions> captured(String when, String type) throws IOException {
    return Instructions.of(Files.readAllBytes(folder.resolve(when + "-" + type)));
  }

  private static Path application(Workbench bench) {
    String old = LEGACY.replace("NAME", "Old");
    String young = LEGACY.replace("NAME", "Young");
    Map<String, byte[]> classes = Workbench.compile(List.of(), old, young, MAIN);
    classes.putAll(OldClassFiles.compile(47, old));
    byte[] manifest =
        "Manifest-Version: 1.0\nAgent-Class: app.Main\nCan-Retransform-Classes: true\n"
            .getBytes(UTF_8);
    return bench.pack("app.jar", classes, Map.of("META-INF/MANIFEST.MF", manifest));
  }

  private static void configure(Workbench bench, Path plugin, String name, String flag) {
    bench.file(name + ".flags", "flags:\n  old: " + flag + "\n  young: " + flag + "\n");
    bench.file(
        name + ".yaml",
        "plugins: [" + plugin + "]\nflags: " + name + ".flags\nstate: state\nvalues: all\n");
  }
}
