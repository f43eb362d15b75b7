package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.evidence.Coverage;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.JoinPointSnapshot;
import dev.compat.state.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every route against everything that a replacement may do, and renders what was seen as the
 * table of the README: what the caller got, what ran before and beside it, what was compared.
 *
 * <p>The table there has to be the one that is rendered here; {@code -Dladder.write=true} writes
 * it.
 */
class LadderIT {

  private static final Path README = Path.of("../README.md");
  private static final String BEGIN = "<!-- ladder: written by LadderIT -->\n";
  private static final String END = "<!-- end of ladder -->\n";

  private static final String LOG =
      """
      package app;
      import java.util.*;
      import java.util.concurrent.*;
      /** Who ran where, and whose is what the caller gets. */
      public class Log {
        private static final Map<String, List<String>> RAN = new ConcurrentHashMap<String, List<String>>();
        private static final Map<Object, String> OWNERS = Collections.synchronizedMap(new IdentityHashMap<Object, String>());
        private static final Set<String> WAITING = Collections.newSetFromMap(new ConcurrentHashMap<String, Boolean>());
        private static final CountDownLatch RELEASE = new CountDownLatch(1);
        static { for (String key : Main.KEYS) RAN.put(key, Collections.synchronizedList(new ArrayList<String>())); }
        public static void ran(String key, String side, List<String> given) {
          String changed = given.contains("changed") ? " given the changed argument" : "";
          RAN.get(key).add(side + changed + (isCaller() ? "" : " beside"));
        }
        public static String value(String side, String text) {
          String own = new String(text);
          OWNERS.put(own, side);
          return own;
        }
        public static <T extends Throwable> T thrown(String side, T thrown) {
          OWNERS.put(thrown, side);
          return thrown;
        }
        public static void hang(String key) {
          if (isCaller()) WAITING.add(key);
          while (true) {
            try {
              RELEASE.await();
              return;
            } catch (InterruptedException deaf) {
              Thread.yield();
            }
          }
        }
        static boolean isCaller() { return Thread.currentThread().getName().startsWith("caller"); }
        static boolean waits(String key) { return WAITING.contains(key); }
        static String owner(Object result) { return OWNERS.get(result); }
        static String forget(String key) {
          RAN.get(key).clear();
          return "";
        }
        static void release() { RELEASE.countDown(); }
        static List<String> ran(String key) {
          List<String> ran = RAN.get(key);
          synchronized (ran) { return new ArrayList<String>(ran); }
        }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      import java.lang.reflect.*;
      import java.util.*;
      public class Main {
        static final String[] KEYS = { ALL };
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("call")) System.out.println(call(words[1], words[2]));
            if (words[0].equals("ran")) System.out.println(Log.ran(words[1] + "." + words[2]));
            if (words[0].equals("link")) System.out.println(call(words[1], "same") + Log.forget(words[1] + ".same"));
            if (words[0].equals("release")) { Log.release(); System.out.println("released"); }
          }
        }
        static String call(String route, final String method) throws Exception {
          final String key = route + "." + method;
          final Method legacy = Class.forName("app.Legacy" + route).getMethod(method, List.class);
          final String[] got = new String[1];
          Thread caller = new Thread("caller " + key) {
            public void run() {
              List<String> given = new ArrayList<String>(Arrays.asList("given"));
              String outcome;
              try {
                outcome = Log.owner(legacy.invoke(null, given));
              } catch (InvocationTargetException e) {
                Throwable thrown = e.getTargetException();
                outcome = Log.owner(thrown) + "'s `" + thrown.getClass().getSimpleName() + "`";
              } catch (Exception e) {
                outcome = "not called: " + e;
              }
              got[0] = outcome + (given.contains("changed") ? ", its argument changed" : "");
            }
          };
          caller.setDaemon(true);
          caller.start();
          while (caller.isAlive() && !Log.waits(key)) Thread.sleep(1);
          return got[0] == null ? "waits for " + Log.ran(key).get(Log.ran(key).size() - 1) : got[0];
        }
      }
      """;

  /** One line of the table: what either side does. */
  private record Case(String name, String title, String legacy, String replacement) {
    String legacyMethod(String route) {
      return method("public static ", "legacy", route, legacy);
    }

    String adapterMethod(String route) {
      String answers = name.equals("listed") ? "@Answers(IllegalArgumentException.class) " : "";
      return method(answers, "new", route, replacement);
    }

    private String method(String modifiers, String side, String route, String body) {
      return "%sString %s(java.util.List<String> given) throws java.io.IOException { %s %s }"
          .formatted(
              modifiers,
              name,
              "app.Log.ran(\"KEY\", \"SIDE\", given);",
              body.replace("VALUE(", "return app.Log.value(\"SIDE\", ")
                  .replace("THROW(", "throw app.Log.thrown(\"SIDE\", new "))
          .replace("KEY", route + "." + name)
          .replace("SIDE", side);
    }
  }

  private static final String ANSWER = "VALUE(\"answer\");";
  private static final List<Case> CASES =
      List.of(
          new Case("same", "answers as legacy does", ANSWER, ANSWER),
          new Case("otherwise", "answers otherwise", ANSWER, "VALUE(\"another\");"),
          new Case(
              "declared",
              "throws what legacy declares",
              ANSWER,
              "THROW(java.io.FileNotFoundException());"),
          new Case(
              "listed", "throws what `@Answers` lists", ANSWER, "THROW(NumberFormatException());"),
          new Case("fails", "fails", ANSWER, "THROW(IllegalStateException());"),
          new Case("declines", "declines", ANSWER, "THROW(dev.compat.NotHandled(\"too hard\"));"),
          new Case("error", "throws an error", ANSWER, "THROW(AssertionError());"),
          new Case("fatal", "runs out of memory", ANSWER, "THROW(OutOfMemoryError());"),
          new Case(
              "overflows",
              "overflows the stack",
              ANSWER,
              "try { return deep(0); } catch (StackOverflowError e)"
                  + " { throw app.Log.thrown(\"SIDE\", e); }"),
          new Case("changes", "changes its argument", ANSWER, "given.add(\"changed\"); " + ANSWER),
          new Case(
              "changesAndFails",
              "changes its argument and fails",
              ANSWER,
              "given.add(\"changed\"); THROW(IllegalStateException());"),
          new Case("hangs", "hangs", ANSWER, "app.Log.hang(\"KEY\"); " + ANSWER),
          new Case(
              "legacyThrows",
              "answers, where legacy throws",
              "THROW(java.io.IOException());",
              ANSWER),
          new Case(
              "legacyChanges",
              "answers, where legacy changes its argument",
              "given.add(\"changed\"); " + ANSWER,
              ANSWER),
          new Case(
              "legacyHangs",
              "answers, where legacy hangs",
              "app.Log.hang(\"KEY\"); " + ANSWER,
              ANSWER));

  /** One column of the table. */
  private record Column(String name, String title, String route, String effects) {}

  private static final String FREE = "@Effects(replacement = Effect.NONE, legacy = Effect.NONE)";
  private static final List<Column> COLUMNS =
      List.of(
          new Column("Legacy", "`legacy`", "legacy", FREE),
          new Column("Shadow", "`shadow`", "shadow", FREE),
          new Column("Fallback", "`fallback`", "fallback", FREE),
          new Column(
              "Effects",
              "`fallback`, new may have effects",
              "fallback",
              "@Effects(legacy = Effect.NONE)"),
          new Column("Verify", "`verify`", "verify", FREE),
          new Column("New", "`new`", "new", FREE));

  @TempDir Path folder;
  private final Map<String, String> got = new LinkedHashMap<>();
  private final Map<String, List<String>> ran = new TreeMap<>();
  private final Map<String, JoinPointSnapshot> evidence = new TreeMap<>();

  @Test
  void the_table_in_the_readme_is_what_happens() throws IOException {
    String table = BEGIN + observe(61) + END;
    String readme = Files.readString(README);
    String there = readme.substring(readme.indexOf(BEGIN), readme.indexOf(END) + END.length());
    if (Boolean.getBoolean("ladder.write") && !there.equals(table)) {
      Files.writeString(README, readme.replace(there, table));
    } else {
      assertThat(there)
          .as("the table has changed; review it and run with -Dladder.write=true")
          .isEqualTo(table);
    }
  }

  @Test
  void class_files_of_the_year_2002_behave_the_same() throws IOException {
    String readme = Files.readString(README);
    assertThat(readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END)))
        .isEqualTo(observe(47));
  }

  private String observe(int classFileVersion) throws IOException {
    Workbench bench = new Workbench(folder);
    Path app = application(bench, classFileVersion);
    bench.configure(plugin(bench, app));
    bench.flags(flags("legacy"));
    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      COLUMNS.forEach(column -> assertThat(jvm.ask("link " + column.name())).isEqualTo("legacy"));
      bench.flags(flags(null));
      COLUMNS.stream()
          .filter(column -> !column.route().equals("legacy"))
          .forEach(column -> jvm.awaitArmed(column.name()));
      for (Case each : CASES) {
        for (Column column : COLUMNS) {
          got.put(key(column, each), jvm.ask("call " + column.name() + " " + each.name()));
        }
      }
      awaitEvidence(jvm);
      for (Case each : CASES) {
        for (Column column : COLUMNS) {
          String list = jvm.ask("ran " + column.name() + " " + each.name());
          ran.put(key(column, each), List.of(list.substring(1, list.length() - 1).split(", ")));
        }
      }
      assertThat(jvm.ask("release")).isEqualTo("released");
      assertThat(jvm.end()).isZero();
    }
    return table();
  }

  private static String key(Column column, Case each) {
    return column.name() + "." + each.name();
  }

  private static String[] flags(String only) {
    return COLUMNS.stream()
        .map(
            column ->
                column.name()
                    + ": {route: "
                    + (only == null ? column.route() : only)
                    + ", shadow: {overflow: wait, timeout: 10s, threads: 2, noise: 0}}")
        .toArray(String[]::new);
  }

  private Path application(Workbench bench, int classFileVersion) {
    List<String> sources = new ArrayList<>();
    sources.add(LOG);
    sources.add(MAIN.replace("ALL", keys()));
    for (Column column : COLUMNS) {
      String methods =
          CASES.stream()
              .map(each -> each.legacyMethod(column.name()))
              .collect(Collectors.joining("\n"));
      sources.add("package app; public class Legacy%s { %s }".formatted(column.name(), methods));
    }
    String[] all = sources.toArray(String[]::new);
    Map<String, byte[]> classes = new TreeMap<>(Workbench.compile(List.of(), all));
    if (classFileVersion < 52) {
      OldClassFiles.compile(classFileVersion, all).entrySet().stream()
          .filter(old -> old.getKey().contains("Legacy"))
          .forEach(old -> classes.put(old.getKey(), old.getValue()));
    }
    return bench.pack("app.jar", classes, Map.of());
  }

  private static String keys() {
    return COLUMNS.stream()
        .flatMap(column -> CASES.stream().map(each -> '"' + key(column, each) + '"'))
        .collect(Collectors.joining(", "));
  }

  private static Path plugin(Workbench bench, Path app) {
    Stream<String> adapters =
        COLUMNS.stream()
            .map(
                column ->
                    """
                    package plug;
                    import dev.compat.*;
                    @Replaces(value = app.LegacyNAME.class, migration = "NAME")
                    EFFECTS
                    class AdapterNAME {
                      METHODS
                      private String deep(int depth) { return deep(depth + 1) + depth; }
                    }
                    """
                        .replace("EFFECTS", column.effects())
                        .replace("NAME", column.name())
                        .replace(
                            "METHODS",
                            CASES.stream()
                                .map(each -> each.adapterMethod(column.name()))
                                .collect(Collectors.joining("\n"))));
    return bench.plugin("plugin.jar", List.of(app), List.of(), adapters.toArray(String[]::new));
  }

  /** Until every call that does not wait is counted, and what was to be compared has a verdict. */
  private void awaitEvidence(ForkedJvm jvm) throws IOException {
    for (int i = 0; i < 1_200; i++) {
      jvm.await("New", status -> true); // fails if the process is gone
      evidence.clear();
      StateFolder state = StateFolder.at(folder.resolve("state"));
      for (JoinPointSnapshot each : EvidenceLog.read(state.evidenceFiles()).merged()) {
        String method = each.joinPoint().substring(each.joinPoint().indexOf('#') + 1);
        evidence.put(each.migration() + "." + method.substring(0, method.indexOf('(')), each);
      }
      if (got.keySet().stream().allMatch(this::isSettled)) {
        return;
      }
      pause();
    }
    throw new AssertionError("evidence: " + evidence + "; " + jvm.errors());
  }

  private boolean isSettled(String key) {
    JoinPointSnapshot seen = evidence.get(key);
    if (got.get(key).startsWith("waits") || key.startsWith("Legacy.")) {
      return true;
    }
    return seen != null
        && seen.legacy().answered() + seen.replacement().answered() > 0
        && seen.trials().pending() == 0;
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private String table() {
    StringBuilder table = new StringBuilder("| new |");
    COLUMNS.forEach(column -> table.append(' ').append(column.title()).append(" |"));
    table.append("\n| --- |").append(" --- |".repeat(COLUMNS.size())).append('\n');
    for (Case each : CASES) {
      table.append("| ").append(each.title()).append(" |");
      COLUMNS.forEach(column -> table.append(' ').append(cell(key(column, each))).append(" |"));
      table.append('\n');
    }
    return table.toString();
  }

  private String cell(String key) {
    JoinPointSnapshot seen = evidence.get(key);
    List<String> parts = new ArrayList<>(List.of(got.get(key)));
    List<String> onCaller =
        ran.get(key).stream().filter(side -> !side.endsWith(" beside")).toList();
    if (onCaller.size() > 1) {
      parts.add("ran " + String.join(", then ", onCaller));
    }
    List<String> beside = ran.get(key).stream().filter(side -> side.endsWith(" beside")).toList();
    beside.forEach(side -> parts.add(side + ": " + verdict(seen)));
    if (seen != null) {
      if (beside.isEmpty() && seen.trials().incomparable() > 0) {
        parts.add(verdict(seen));
      }
      seen.fallbacks().keySet().forEach(reason -> parts.add("counted: " + simple(reason)));
    }
    return String.join(" · ", parts);
  }

  private static String verdict(JoinPointSnapshot seen) {
    Coverage trials = seen.trials();
    return trials.matched() > 0
        ? "match"
        : trials.mismatched() > 0
            ? "mismatch"
            : "incomparable, " + String.join(", ", seen.incomparable().keySet());
  }

  private static String simple(String reason) {
    return reason.replace("java.lang.", "");
  }
}
