package dev.compat.agent.places;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.it.OldClassFiles;
import dev.compat.agent.workbench.Command;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.MigrationStatus;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two web applications in one Tomcat, each with a version of the legacy class of its own,
 * redeployed again and again under traffic.
 *
 * <p>Answers name the version that the answering arm saw, so an adapter that were bound to the
 * wrong application would give itself away. In the end no class loader that was replaced is left.
 */
class TomcatIT {

  private static final int ROUNDS = 10;
  private static final List<String> ROUTES = List.of("new", "shadow", "legacy", "verify");

  /** What Tomcat needs to look for threads and thread-locals that an application leaves behind. */
  private static final List<String> LEAK_DETECTION =
      List.of(
          "-XX:+EnableDynamicAgentLoading",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED");

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static Item make(String name) { return new Item("legacy", name); }
        public static String label(String name) { return "legacy " + Item.version() + " " + name; }
        public String describe(Item item) { return "legacy " + Item.version() + " " + item; }
      }
      """;
  private static final String ITEM =
      """
      package app;
      public class Item {
        private final String arm;
        private final String name;
        public Item(String arm, String name) { this.arm = arm; this.name = name; }
        public static String version() { return "VERSION"; }
        public String toString() { return arm + " " + version() + " " + name; }
      }
      """;
  private static final String FRONT =
      """
      package app;
      import jakarta.servlet.http.*;
      public class Front extends HttpServlet {
        protected void doGet(HttpServletRequest in, HttpServletResponse out)
            throws java.io.IOException {
          Item item = Legacy.make("a");
          out.getWriter().print(
              item + ", " + Legacy.label("b") + ", " + new Legacy().describe(item));
        }
      }
      """;
  private static final String SERVER =
      """
      package server;
      import java.io.*;
      import java.lang.ref.WeakReference;
      import java.net.*;
      import java.nio.charset.StandardCharsets;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.concurrent.atomic.LongAdder;
      import org.apache.catalina.Context;
      import org.apache.catalina.startup.Tomcat;
      public class Server {
        private static final List<WeakReference<ClassLoader>> APPLICATIONS = new ArrayList<>();
        private static final List<WeakReference<ClassLoader>> PLUGINS = new CopyOnWriteArrayList<>();
        private static final Map<String, Set<String>> ANSWERS = new ConcurrentHashMap<>();
        private static volatile Map<String, Map<String, LongAdder>> sinceThen = forEach();
        private static volatile boolean stopped;
        private static final Set<ClassLoader> TRIED =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
        private static Tomcat tomcat;
        private static int deployed;

        /** Called by the adapter, with its class loader. */
        public static void see(ClassLoader plugin) {
          PLUGINS.add(new WeakReference<>(plugin));
        }

        /** Called by the adapter beside legacy, with the class loader of the application. */
        public static void tried(ClassLoader application) {
          TRIED.add(application);
        }

        public static void main(String[] args) throws Exception {
          tomcat = new Tomcat();
          tomcat.setBaseDir("tomcat");
          tomcat.setPort(0);
          tomcat.getConnector().setProperty("address", "127.0.0.1");
          tomcat.getHost();
          tomcat.start();
          Map<String, Context> contexts = new TreeMap<>();
          List<Thread> traffic = new ArrayList<>();
          for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            traffic.add(traffic("one"));
            traffic.add(traffic("two"));
          }
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
              case "redeploy" -> System.out.println(redeploy(contexts));
              case "undeploy" -> System.out.println(undeploy(contexts));
              case "until" -> System.out.println(until(words[1]));
              case "trials" -> System.out.println(trials(contexts));
              case "next" -> System.out.println(next());
              case "answers" -> System.out.println(answers());
              case "collect" -> System.out.println(collect(Integer.parseInt(words[1])));
              case "metaspace" -> System.out.println(metaspace());
            }
          }
          stopped = true;
          for (Thread thread : traffic) thread.join();
          tomcat.stop();
          tomcat.destroy();
        }

        static String redeploy(Map<String, Context> contexts) throws Exception {
          undeploy(contexts);
          for (String name : List.of("one", "two")) {
            Context context = tomcat.addContext("/" + name, new File(name).getAbsolutePath());
            Tomcat.addServlet(context, "front", "app.Front");
            context.addServletMappingDecoded("/", "front");
            contexts.put(name, context);
            APPLICATIONS.add(new WeakReference<>(context.getLoader().getClassLoader()));
            deployed++;
          }
          sinceThen = forEach();
          return "deployed " + deployed;
        }

        /** For each application how often it gives which answer to calls that begin from now on. */
        static Map<String, Map<String, LongAdder>> forEach() {
          return Map.of("one", new ConcurrentHashMap<>(), "two", new ConcurrentHashMap<>());
        }

        static String undeploy(Map<String, Context> contexts) throws Exception {
          for (Context context : contexts.values()) {
            context.stop();
            tomcat.getHost().removeChild(context);
            context.destroy();
          }
          contexts.clear();
          return "undeployed";
        }

        static Thread traffic(String name) {
          ANSWERS.putIfAbsent(name, ConcurrentHashMap.newKeySet());
          Thread thread = new Thread(() -> {
            while (!stopped) {
              Map<String, Map<String, LongAdder>> since = sinceThen;
              String answer = get(name);
              if (answer != null) {
                ANSWERS.get(name).add(answer);
                since.get(name).computeIfAbsent(answer, any -> new LongAdder()).increment();
              }
              pause(1);
            }
          });
          thread.start();
          return thread;
        }

        /** Null while there is nobody to answer: the application is just being replaced. */
        static String get(String name) {
          try {
            int port = tomcat.getConnector().getLocalPort();
            HttpURLConnection http =
                (HttpURLConnection) new URL("http://127.0.0.1:" + port + "/" + name + "/").openConnection();
            http.setConnectTimeout(5_000);
            http.setReadTimeout(20_000);
            int status = http.getResponseCode();
            if (status != 200) return status == 404 || status == 503 ? null : "status " + status;
            try (InputStream in = http.getInputStream()) {
              return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
          } catch (IOException broken) {
            return null;
          }
        }

        /** Waits until both applications, as they are now, have had all calls of a request answered by one arm. */
        static String until(String arm) {
          for (int i = 0; i < 3_000; i++) {
            if (has("one", arm) && has("two", arm)) return "yes";
            pause(10);
          }
          return "no " + ANSWERS;
        }

        /** Waits until adapters have run beside the legacy of both applications, as they are now. */
        static String trials(Map<String, Context> contexts) {
          for (int i = 0; i < 3_000; i++) {
            if (contexts.values().stream()
                .allMatch(one -> TRIED.contains(one.getLoader().getClassLoader()))) return "yes";
            pause(10);
          }
          return "no";
        }

        static boolean has(String name, String arm) {
          String item = arm + " " + name + " a";
          return sinceThen.get(name).containsKey(
              item + ", " + arm + " " + name + " b, " + arm + " " + name + " " + item);
        }

        /** What each application answers to the next hundred requests. */
        static String next() {
          Map<String, Map<String, LongAdder>> since = forEach();
          sinceThen = since;
          for (int i = 0; i < 3_000 && count(since, "one") + count(since, "two") < 200; i++) pause(10);
          StringBuilder all = new StringBuilder();
          new TreeMap<>(since).forEach((name, answers) -> answers.keySet()
              .forEach(answer -> all.append(name).append(": ").append(answer).append("; ")));
          return all.toString();
        }

        static long count(Map<String, Map<String, LongAdder>> since, String name) {
          return Math.min(100, since.get(name).values().stream().mapToLong(LongAdder::sum).sum());
        }

        /** What each application has answered since this was asked last. */
        static String answers() {
          StringBuilder all = new StringBuilder();
          new TreeMap<>(ANSWERS).forEach((name, answers) -> {
            for (String answer : new TreeSet<>(answers)) {
              answers.remove(answer);
              all.append(name).append(": ").append(answer).append("; ");
            }
          });
          return all.toString();
        }

        /** Collects garbage until no more than so many loaders of each kind are left. */
        static String collect(int most) throws Exception {
          for (int i = 0; i < 60 && (alive(APPLICATIONS) > most || alive(PLUGINS) > most); i++) {
            System.gc();
            pause(100);
          }
          return alive(APPLICATIONS) + " of " + deployed + " applications, " + alive(PLUGINS)
              + " of " + PLUGINS.size() + " plugins";
        }

        static long alive(List<WeakReference<ClassLoader>> loaders) {
          return loaders.stream().map(WeakReference::get).filter(Objects::nonNull).distinct().count();
        }

        static long metaspace() {
          for (var pool : java.lang.management.ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals("Metaspace")) return pool.getUsage().getUsed() >> 10;
          }
          return 0;
        }

        static void pause(int millis) {
          try {
            Thread.sleep(millis);
          } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
          }
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      import jakarta.inject.Inject;
      @Replaces(value = app.Legacy.class, migration = "items")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class Adapter {
        private static final ThreadLocal<Object> LEFT_BEHIND = new ThreadLocal<>();
        private final Naming naming;
        @Inject Adapter(Naming naming) {
          this.naming = naming;
          server.Server.see(Adapter.class.getClassLoader());
        }
        app.Item make(String name) { return new app.Item("new", name); }
        String label(String name) {
          if (Thread.currentThread().getName().startsWith("compat-")) {
            LEFT_BEHIND.set(this);
            server.Server.tried(app.Item.class.getClassLoader());
          }
          return naming.name(name);
        }
        String describe(app.Item item) { return naming.name(item); }
      }
      """;
  private static final String NAMING =
      """
      package plug;
      interface Naming { String name(Object named); }
      """;
  private static final String MODULE =
      """
      package plug;
      import com.google.inject.Singleton;
      public class Module extends dev.compat.CompatModule {
        @Override protected void configure() { bind(Naming.class).to(Versions.class).in(Singleton.class); }
        static class Versions implements Naming {
          public String name(Object named) { return "new " + app.Item.version() + " " + named; }
        }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;
  private List<Path> tomcat;
  private Path server;

  @BeforeEach
  void build() {
    bench = new Workbench(folder);
    tomcat =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("tomcat-") || entry.contains("annotation-api"))
            .map(Path::of)
            .toList();
    server = bench.jar("server.jar", tomcat, SERVER);
    bench.file("one/WEB-INF/lib/x", "");
    bench.file("two/WEB-INF/lib/x", "");
    Path one = application("one", 47);
    application("two", 61);
    bench.configure(
        bench.plugin(
            "plugin.jar", List.of(one, server), List.of("plug.Module"), ADAPTER, NAMING, MODULE));
  }

  @Test
  void redeployed_applications_are_answered_by_their_own_and_let_go() {
    bench.flags("items: {route: new}");
    try (ForkedJvm jvm = start(List.of(), 1)) {
      for (int round = 1; round <= ROUNDS; round++) {
        jvm.ask("redeploy");
        assertThat(jvm.ask("until new")).isEqualTo("yes");
        assertThat(answers(jvm)).isSubsetOf(answersOf("legacy", "new"));
      }
      assertThat(jvm.ask("collect 2")).startsWith("2 of 20 applications, 2 of 20 plugins");

      bench.flags("items: {route: shadow}");
      jvm.await("items", status -> status.route().equals("shadow"));
      answers(jvm);
      long metaspace = 0;
      for (int round = 1; round <= ROUNDS; round++) {
        if (round == ROUNDS / 2) { // by then all that shadowing and reporting need is loaded
          metaspace = Long.parseLong(jvm.ask("metaspace"));
        }
        jvm.ask("redeploy");
        long before = compared(jvm);
        jvm.await("items", status -> status.compared() > before);
        assertThat(answers(jvm)).isSubsetOf(answersOf("legacy"));
      }
      assertThat(jvm.ask("collect 2")).startsWith("2 of 40 applications, 2 of 40 plugins");
      assertThat(Long.parseLong(jvm.ask("metaspace"))).isLessThan(metaspace + metaspace / 5);

      jvm.ask("undeploy");
      assertThat(jvm.ask("collect 0")).startsWith("0 of 40 applications, 0 of 40 plugins");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).doesNotContain("compat:");
    }
  }

  /**
   * Tomcat takes a trial that runs while its application is stopped for a thread that stays: it has
   * the application's class loader as its context, as the call that it is of has.
   */
  @Test
  @Tag("slow")
  void fifty_redeployments_under_traffic_are_answered_by_the_route_in_force() {
    bench.flags("items: {route: legacy}");
    try (ForkedJvm jvm = start(LEAK_DETECTION, 3)) {
      for (int round = 0; round < 50; round++) {
        String route = ROUTES.get(round % ROUTES.size());
        String arm = route.equals("new") || route.equals("verify") ? "new" : "legacy";
        bench.flags("items: {route: " + route + "}");
        jvm.await("items", status -> status.route().equals(route));
        if (round > 0) {
          obeyed(jvm, arm);
        }
        jvm.ask("redeploy");
        answers(jvm);
        obeyed(jvm, arm);
        if (route.equals("shadow")) { // stopped while it is being armed, an application is told of
          assertThat(jvm.ask("trials")).isEqualTo("yes");
        }
        assertThat(answers(jvm)).isSubsetOf(answersOf("legacy", arm));
      }
      assertThat(jvm.ask("collect 2")).startsWith("2 of 100 applications, 2 of ");

      Command detach = bench.command("detach", jvm.pid());
      assertThat(detach.code()).as("%s", detach).isZero();
      assertThat(next(jvm)).isEqualTo(answersOf("legacy"));
      jvm.ask("undeploy");
      assertThat(jvm.ask("collect 0")).startsWith("0 of 100 applications, 0 of ");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).doesNotContain("compat:");
      assertThat(jvm.errors().lines().filter(TomcatIT::isLeakThatMayBeOurs))
          .allMatch(line -> line.contains("a thread named [compat-shadow]"));
    }
  }

  /** Of Tomcat's own threads that serve a request just then it says the same. */
  private static boolean isLeakThatMayBeOurs(String line) {
    return line.contains("memory leak")
        && (line.contains("compat") || line.contains("ThreadLocal"));
  }

  private static void obeyed(ForkedJvm jvm, String arm) {
    assertThat(jvm.ask("until " + arm)).isEqualTo("yes");
    assertThat(next(jvm)).isEqualTo(answersOf(arm));
  }

  private static Set<String> next(ForkedJvm jvm) {
    return new TreeSet<>(List.of(jvm.ask("next").split("; ")));
  }

  private static long compared(ForkedJvm jvm) {
    MigrationStatus status = jvm.await("items", any -> true);
    return status.compared();
  }

  private static Set<String> answers(ForkedJvm jvm) {
    return new TreeSet<>(List.of(jvm.ask("answers").split("; ")));
  }

  /** Of the three calls of a request each may be answered by another arm. */
  private static Set<String> answersOf(String... arms) {
    Set<String> all = new TreeSet<>();
    for (String application : List.of("one", "two")) {
      for (String first : arms) {
        for (String second : arms) {
          for (String third : arms) {
            String item = first + " " + application + " a";
            String label = second + " " + application + " b";
            String description = third + " " + application + " " + item;
            all.add(application + ": " + item + ", " + label + ", " + description);
          }
        }
      }
    }
    return all;
  }

  private ForkedJvm start(List<String> options, int threads) {
    List<Path> classPath = new ArrayList<>(tomcat);
    classPath.add(server);
    List<String> all = new ArrayList<>(options);
    all.add(bench.agent());
    return bench.startWithout(all, "server.Server", classPath, "" + threads);
  }

  private Path application(String name, int classFileVersion) {
    String item = ITEM.replace("VERSION", name);
    Map<String, byte[]> legacy =
        classFileVersion < 52
            ? OldClassFiles.compile(classFileVersion, LEGACY, item)
            : Workbench.compile(List.of(), LEGACY, item);
    Path jar = bench.pack(name + "/WEB-INF/lib/legacy.jar", legacy, Map.of());
    List<Path> all = new ArrayList<>(tomcat);
    all.add(jar);
    bench.pack(name + "/WEB-INF/lib/front.jar", Workbench.compile(all, FRONT), Map.of());
    return jar;
  }
}
