package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
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
 * calling: every answer is one of an arm that may answer, nothing is thrown, and nothing piles up.
 */
class ComeAndGoIT {

  private static final int ROUNDS = 50;
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
      import java.lang.management.ManagementFactory;
      import java.lang.ref.WeakReference;
      import java.nio.file.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.concurrent.atomic.*;
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
          long classes = 0;
          long metaspace = 0;
          for (int round = 1; round <= rounds; round++) {
            String route = ROUTES[round % ROUTES.length];
            epoch++;
            say(order("attach", "config", new File(route + ".yaml").getAbsolutePath()), route);
            await(route);
            long calls = CALLS.sum();
            while (CALLS.sum() < calls + 1_000) Thread.sleep(5);
            say(order("detach", "patience", "30000"), route);
            epoch++;
            calls = CALLS.sum();
            while (CALLS.sum() < calls + 1_000) Thread.sleep(5);
            if (round % 10 == 0) {
              int alive = collect();
              if (alive > 0) WRONG.add("round " + round + ": " + alive + " loaders are left");
              if (!threads().isEmpty()) WRONG.add("round " + round + ": " + threads());
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

        private static void say(Path order, String route) throws Exception {
          VirtualMachine self = VirtualMachine.attach("" + ProcessHandle.current().pid());
          self.loadAgent(jar, "@" + order);
          self.detach();
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
  void fifty_times_under_load() {
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

    List<String> options = new ArrayList<>(List.of("-Djdk.attach.allowAttachSelf=true"));
    if (Runtime.version().feature() >= 21) {
      options.add("-XX:+EnableDynamicAgentLoading");
    }
    List<String> arguments = List.of(Workbench.AGENT.toString(), "" + ROUNDS);
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
  }

  private static Path application(Workbench bench) {
    String old = LEGACY.replace("NAME", "Old");
    String young = LEGACY.replace("NAME", "Young");
    Map<String, byte[]> classes = Workbench.compile(List.of(), old, young, MAIN);
    classes.putAll(OldClassFiles.compile(47, old));
    return bench.pack("app.jar", classes, Map.of());
  }

  private static void configure(Workbench bench, Path plugin, String name, String flag) {
    bench.file(name + ".flags", "flags:\n  old: " + flag + "\n  young: " + flag + "\n");
    bench.file(
        name + ".yaml",
        "plugins: [" + plugin + "]\nflags: " + name + ".flags\nstate: state\nvalues: all\n");
  }
}
