package dev.compat.agent.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.compat.agent.workbench.Command;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an application takes in with the agent, and what never leaves it. */
class SecurityIT {

  private static final String CANARY = "canary";

  private static final String LEGACY =
      """
      package app;
      import java.util.*;
      public class Legacy {
        public static String text(String who) { return "legacy " + who; }
        public static Map<String, String> table(String who) { return new HashMap<>(Map.of(who + 1, who)); }
        public static String fail(String who) { throw new IllegalStateException("legacy " + who); }
        public static String alone(String who) { return "legacy " + who; }
        public static Odd odd(String who) { return new Odd(who); }
        public static String fragile(String who) { return "legacy " + who; }
        public static String late(String who) { return "legacy " + who; }
        public static String tenant() { throw new IllegalStateException("no tenant in " + Main.line); }
      }
      """;
  private static final String ODD =
      """
      package app;
      public class Odd {
        private final String who;
        private final java.util.concurrent.locks.Lock lock =
            new java.util.concurrent.locks.ReentrantLock();
        public Odd(String who) { this.who = who; }
        @Override public boolean equals(Object other) { throw new IllegalStateException("no equals for " + who); }
        @Override public int hashCode() { throw new IllegalStateException("no hash for " + who); }
        @Override public String toString() { return who; }
      }
      """;
  private static final String ACCOUNT =
      """
      package app;
      public class Account {
        private String who;
        public Account(String who) { this.who = who; }
        public String who() { return who; }
        public String name(String more) { who = who + more; return who; }
      }
      """;
  private static final String WATCHED =
      """
      package app;
      public class Watched {
        public static String seen(String who) { return fails(who) ? fail(who) : who; }
        private static boolean fails(String who) { return who.endsWith("7"); }
        private static String fail(String who) { throw new IllegalArgumentException(who); }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.util.concurrent.Callable;
      public class Main {
        static volatile String line = "";
        public static void main(String[] args) throws Exception {
          var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
          while ((line = in.readLine()) != null) {
            System.out.println(
                of(() -> Legacy.text(line)) + of(() -> Legacy.table(line)) + of(() -> Legacy.fail(line))
                    + of(() -> Legacy.alone(line)) + of(() -> Legacy.odd(line)) + of(() -> Legacy.fragile(line))
                    + of(() -> Legacy.late(line)) + of(() -> new Account(line).name(line))
                    + of(() -> Watched.seen(line)));
          }
        }
        private static String of(Callable<?> call) {
          try {
            return call.call() + "|";
          } catch (Exception thrown) {
            return thrown.getMessage() + "|";
          }
        }
      }
      """;
  private static final List<String> ADAPTERS =
      List.of(
          adapter(
              "seen",
              """
              String text(String who) { return "new " + who; }
              Map<String, String> table(String who) { return new HashMap<>(Map.of(who + 2, who)); }
              String fail(String who) { throw new IllegalStateException("new " + who); }
              String alone(String who) { throw new IllegalArgumentException("no " + who); }
              app.Odd odd(String who) { return new app.Odd(who); }
              """),
          adapter(
              "fragile",
              """
              String fragile(String who) { throw new AssertionError("fragile " + who); }
              """),
          adapter(
              "late",
              """
              String late(String who) { return "new " + who; }
              """),
          """
          package plug;
          import dev.compat.*;
          @Replaces(value = app.Account.class, migration = "account", state = LegacyState.PER_RECEIVER)
          class AccountAdapter {
            @jakarta.inject.Inject AccountAdapter(@Receiver app.Account account) {
              throw new IllegalStateException("no adapter for " + account.who());
            }
            String name(String more) { return more; }
          }
          """);
  private static final String[] FLAGS = {
    "seen: {context: {who: 'arg(0)', tenant: 'static:app.Legacy#tenant'}, route: shadow,"
        + " rules: [{when: {tenant: [x]}, route: new}, {when: {who: [x]}, route: new}],"
        + " shadow: {sample: 100%, overflow: wait}}",
    "fragile: {context: {who: 'arg(0)'}, by: who, route: fallback}",
    "late: {context: {who: 'arg(0)'}, pin: who, route: verify, shadow: {sample: 100%, overflow: wait}}",
    "account: {route: new}"
  };

  @TempDir Path folder;
  private Workbench bench;
  private Path app;
  private Path plugin;

  private static String adapter(String migration, String methods) {
    return """
        package plug;
        import dev.compat.*;
        import java.util.*;
        @Replaces(value = app.Legacy.class, migration = "%s")
        @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
        class %s {
        %s
        }
        """
        .formatted(migration, "Adapter" + migration, methods);
  }

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
    app = bench.jar("app.jar", List.of(), LEGACY, ODD, ACCOUNT, WATCHED, MAIN);
    plugin = bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTERS.toArray(new String[0]));
    configure("  - path: plugin.jar\n");
    bench.flags(FLAGS);
  }

  private void configure(String plugins) {
    bench.file(
        "compat.yaml",
        "plugins:\n"
            + plugins
            + "state: state\nvalues: none\nreport: 1s\n"
            + "observe: [{class: app.Watched, context: {who: 'arg(0)'}}]\n");
  }

  /** As a careless machine would start it: what it creates, everybody may read and write. */
  private ForkedJvm startCareless() throws IOException {
    Files.createDirectories(folder.resolve("home"));
    Files.createDirectories(folder.resolve("tmp"));
    return ForkedJvm.start(
        List.of(
            "sh",
            "-c",
            "umask 000 && exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:-UsePerfData", // the JVM's own file in /tmp
            "-Duser.home=" + folder.resolve("home"),
            "-Djava.io.tmpdir=" + folder.resolve("tmp"),
            "-javaagent:" + Workbench.AGENT + "=" + folder.resolve("compat.yaml"),
            "-cp",
            app.toString(),
            "app.Main"),
        folder);
  }

  /** Calls everything until all of it is in force and in the report. */
  private static void work(ForkedJvm jvm) {
    jvm.askUntil("canary0", answer -> answer.contains("|new canary0|"));
    List.of("seen", "fragile", "late", "account").forEach(jvm::awaitArmed);
    jvm.awaitObserving("app.Watched");
    for (int i = 1; i < 200; i++) {
      assertThat(jvm.ask(CANARY + i))
          .isEqualTo(
              "legacy canary#|{canary#1=canary#}|legacy canary#|legacy canary#|canary#|legacy canary#|new canary#|canary#canary#|canary#|"
                  .replace("#", "" + i));
    }
  }

  @Test
  void listens_nowhere_and_keeps_to_its_folders_which_are_their_owners_alone() throws Exception {
    try (ForkedJvm jvm = startCareless()) {
      Set<Path> before = files(folder);
      work(jvm);
      jvm.awaitReport("seen", "fragile", "late", "app.Watched");
      assertThat(bench.command("off", "late", "--why", "x", "--wait", "60s").code()).isZero();

      assertThat(reachable(jvm.pid())).isEmpty();
      assertThat(open(jvm.pid(), "/").filter(SecurityIT::isForeign)).isEmpty();
      assertThat(jvm.end()).isZero();

      Set<Path> made = files(folder);
      made.removeAll(before);
      assertThat(made).hasSizeGreaterThan(5).allMatch(file -> file.startsWith(state()));
      for (Path file : made) {
        String rights =
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        assertThat(rights)
            .as(file.toString())
            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
      }
    }
  }

  /** What a process has open that begins so. */
  private static Stream<String> open(long pid, String beginning) throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path file : files.toList()) {
        try {
          open.add(Files.readSymbolicLink(file).toString());
        } catch (IOException closed) {
          // In the meantime.
        }
      }
    }
    return open.stream().filter(file -> file.startsWith(beginning));
  }

  /**
   * The sockets of a process that anybody could talk to, or that talk to anybody. JDK 17 has one
   * without a name or a partner: it closes files with it.
   */
  private static List<String> reachable(long pid) throws IOException {
    Set<String> ours =
        open(pid, "socket:")
            .map(socket -> socket.replaceAll("\\D", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> reachable = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "unix")) {
      Path sockets = Path.of("/proc/" + pid + "/net/" + table);
      boolean isUnix = table.equals("unix");
      for (String line : Files.exists(sockets) ? Files.readAllLines(sockets) : List.<String>of()) {
        List<String> words = List.of(line.strip().split("\\s+"));
        int inode = isUnix ? 6 : 9;
        boolean isNamed = !isUnix || words.size() > 7;
        if (words.size() > inode && ours.contains(words.get(inode)) && isNamed) {
          reachable.add(table + " " + line);
        }
      }
    }
    return reachable;
  }

  private static boolean isForeign(String file) {
    return Stream.of(
                System.getProperty("java.home"), Workbench.AGENT.getParent().toString(), "/dev/")
            .noneMatch(file::startsWith)
        && !file.matches(".*/(app|plugin)\\.jar");
  }

  private Path state() {
    return folder.resolve("state");
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !file.toString().endsWith(".tmp")) // gone when it is looked at
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void argument_values_are_nowhere_but_in_the_application() throws Exception {
    List<String> said = new ArrayList<>();
    try (ForkedJvm jvm = startCareless()) {
      work(jvm);
      String report =
          jvm.awaitReport("seen", "fragile", "late", "java.lang.AssertionError", "app.Watched");
      assertThat(report).contains("text", "table", "alone", "odd", "incomparable", "text of");
      jvm.awaitError("adapter plug.AccountAdapter cannot be built for a legacy object: ");
      for (String[] command :
          List.of(
              new String[] {"status"},
              new String[] {"status", "--format", "json"},
              new String[] {"report"},
              new String[] {"report", "--format", "json"},
              new String[] {"flags"},
              new String[] {"validate", "--in", app.toString()},
              new String[] {"off", "late", "--why", "x", "--wait", "60s"})) {
        Command ran = bench.command((Object[]) command);
        said.add(String.join("\n", ran.lines()) + ran.errors());
      }
      assertThat(jvm.end()).isZero();
      said.add(jvm.errors());
    }
    for (Path file : files(state())) {
      said.add(file + (Files.isRegularFile(file) ? Files.readString(file, ISO_8859_1) : ""));
    }

    assertThat(said)
        .hasSizeGreaterThan(15)
        .allSatisfy(text -> assertThat(text).doesNotContain(CANARY));
    assertThat(files(state()).toString()).contains("agent.log", "evidence", "report.txt");
  }

  @Test
  void an_embedding_application_that_logs_everything_has_no_values_in_its_log() {
    Path main =
        bench.plugin(
            "main.jar",
            List.of(),
            List.of(),
            """
            package app;
            import dev.compat.*;
            import dev.compat.embed.*;
            public class Embedding {
              public static void main(String[] args) throws Exception {
                var in = new java.io.BufferedReader(new java.io.InputStreamReader(System.in));
                try (Compat compat = Compat.open(java.nio.file.Path.of(args[0]))) {
                  Migration seen = compat.migration("seen");
                  Call1<String, String, RuntimeException> text =
                      seen.joinPoint("text").replacementEffects(Effect.NONE).legacyState(LegacyState.INDEPENDENT)
                          .of(who -> "legacy " + who, who -> "new " + who);
                  Call1<String, String, RuntimeException> alone =
                      seen.joinPoint("alone").replacementEffects(Effect.NONE).legacyState(LegacyState.INDEPENDENT)
                          .of(who -> "legacy " + who, who -> { throw new IllegalArgumentException(who); });
                  for (String line = in.readLine(); line != null; line = in.readLine()) {
                    System.out.println(text.call(line) + alone.call(line));
                  }
                }
              }
            }
            """);
    bench.file("compat.yaml", "state: state\nvalues: none\nreport: 1s\n");
    bench.flags("seen: {route: shadow, shadow: {sample: 100%, overflow: wait}}");
    bench.file(
        "config/logback.xml",
        """
        <configuration>
          <appender name="err" class="ch.qos.logback.core.ConsoleAppender">
            <target>System.err</target>
            <encoder><pattern>%level %logger %msg %ex%n</pattern></encoder>
          </appender>
          <root level="TRACE"><appender-ref ref="err"/></root>
        </configuration>
        """);
    List<Path> classPath = new ArrayList<>(List.of(folder.resolve("config"), main));
    classPath.addAll(jars(entry -> !entry.contains("slf4j") && !entry.contains("compat-agent")));
    classPath.addAll(list(Path.of(System.getProperty("compat.context.jars"), "logback")));

    try (ForkedJvm jvm =
        bench.startWithout(
            List.of(), "app.Embedding", classPath, folder.resolve("compat.yaml").toString())) {
      jvm.ask(CANARY);
      jvm.awaitArmed("seen");
      for (int i = 0; i < 100; i++) {
        assertThat(jvm.ask(CANARY)).isEqualTo("legacy canarylegacy canary");
      }
      jvm.awaitReport("alone", "text of");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).contains("INFO dev.compat").doesNotContain(CANARY);
    }
  }

  private static List<Path> jars(Predicate<String> wanted) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(wanted)
        .map(Path::of)
        .toList();
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void a_plugin_that_everybody_can_write_is_refused_unless_its_content_is_pinned()
      throws Exception {
    String line = folder.resolve("compat.yaml") + ":2: plugin " + plugin;
    chmod("o+w", plugin);
    assertRefused(
        line
            + " can be written by everybody; give 'chmod o-w "
            + plugin
            + "', or pin the jar with 'sha256:' beside its path");

    configure("  - path: plugin.jar\n    sha256: " + sha256(plugin) + "\n");
    assertTrusted();

    configure("  - path: plugin.jar\n    sha256: " + "0".repeat(64) + "\n");
    assertRefused(
        line
            + " has sha256 "
            + sha256(plugin)
            + ", not "
            + "0".repeat(64)
            + "; deploy the jar that was meant, or correct the sum");
  }

  @Test
  void a_plugin_that_everybody_can_replace_is_refused_too() throws Exception {
    Path shared = Files.createDirectories(folder.resolve("shared"));
    Path moved = Files.copy(plugin, shared.resolve("plugin.jar"));
    configure("  - path: shared/plugin.jar\n");
    chmod("777", shared);
    assertRefused(
        folder.resolve("compat.yaml")
            + ":2: plugin "
            + moved
            + " can be replaced by everybody, in "
            + shared
            + "; give 'chmod o-w "
            + shared
            + "', or pin the jar with 'sha256:' beside its path");

    chmod("1777", shared); // as /tmp is: others cannot take a file of its owner's away
    assertTrusted();
  }

  private void assertRefused(String problem) {
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.awaitError(problem);
      assertThat(jvm.ask("a")).contains("|legacy a|aa|a|").doesNotContain("new");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors().lines()).startsWith("compat: error: " + problem);
    }
    Command validate = bench.command("validate", "--config", folder.resolve("compat.yaml"));
    assertThat(validate.lines()).contains(problem);
    assertThat(validate.code()).isEqualTo(1);
  }

  private void assertTrusted() {
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      jvm.askUntil("a", answer -> answer.contains("|new a|"));
      assertThat(jvm.end()).isZero();
    }
    assertThat(
            bench.command("validate", "--config", folder.resolve("compat.yaml")).lines().toString())
        .doesNotContain("everybody");
  }

  private static void chmod(String mode, Path file) throws Exception {
    Process chmod = new ProcessBuilder("chmod", mode, file.toString()).start();
    assertThat(chmod.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(chmod.exitValue()).isZero();
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  @Test
  void the_jar_says_what_it_is_made_of_and_is_small() throws Exception {
    assertThat(Files.size(Workbench.AGENT)).isLessThan(15_000_000);
    boolean offline = "offline: true".equals(System.getProperty("compat.maven"));
    assumeFalse(offline, "Maven lists no components offline");
    try (JarFile jar = new JarFile(Workbench.AGENT.toFile());
        InputStream in = jar.getInputStream(jar.getEntry("META-INF/sbom/compat-agent.cdx.json"))) {
      JsonNode sbom = JsonMapper.shared().readTree(in);
      assertThat(sbom.path("bomFormat").asString()).isEqualTo("CycloneDX");
      assertThat(sbom.has("serialNumber")).isFalse();
      assertThat(sbom.path("metadata").has("timestamp")).isFalse();
      Set<String> components = new TreeSet<>();
      for (JsonNode component : sbom.path("components")) {
        components.add(component.path("name").asString());
        assertThat(component.path("purl").asString()).startsWith("pkg:maven/");
        assertThat(component.path("hashes").toString()).contains("SHA-256");
      }
      assertThat(components)
          .contains("compat-core", "guice", "guava", "byte-buddy", "jackson-core", "picocli")
          .containsAll(
              jar.stream()
                  .map(entry -> entry.getName().split("/"))
                  .filter(name -> name.length > 3 && name[1].equals("licenses"))
                  .map(name -> name[2])
                  .collect(Collectors.toSet()))
          .doesNotContain("junit-jupiter", "assertj-core", "tomcat-embed-core");
    }
  }
}
