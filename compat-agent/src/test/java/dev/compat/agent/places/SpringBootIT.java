package dev.compat.agent.places;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.Command;
import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An executable jar of Spring Boot, made by Spring Boot's own tools: legacy classes are in {@code
 * BOOT-INF/classes}, and CGLIB's subclasses of them are what the application calls.
 *
 * <p>{@code Legacy} is a bean behind a proxy for transactions and for other threads; {@code Notes}
 * is a configuration, whose subclass calls {@code super}.
 */
@Tag("slow")
class SpringBootIT {

  private static final String LEGACY =
      Placed.LEGACY
          .replace(
              "public String greet",
              "@org.springframework.transaction.annotation.Transactional public String greet")
          .replace(
              "public static String around",
              "@org.springframework.transaction.annotation.Transactional public String around")
          .replaceFirst(
              "\\}\\s*$",
              """
                @org.springframework.scheduling.annotation.Async
                public java.util.concurrent.CompletableFuture<String> later() {
                  return java.util.concurrent.CompletableFuture.completedFuture("legacy on " + Thread.currentThread().getName());
                }
              }
              """);

  private static final String NOTES =
      """
      package app;
      import org.springframework.context.annotation.*;
      @Configuration
      public class Notes {
        @Bean
        @Scope("prototype")
        public Note note() { return new Note("legacy"); }
      }
      """;

  private static final String NOTE =
      """
      package app;
      public record Note(String text) {}
      """;

  private static final String LEDGER =
      """
      package app;
      import org.springframework.transaction.*;
      import org.springframework.transaction.support.*;
      public class Ledger extends AbstractPlatformTransactionManager {
        volatile int commits;
        protected Object doGetTransaction() { return this; }
        protected void doBegin(Object transaction, TransactionDefinition how) {}
        protected void doCommit(DefaultTransactionStatus status) { commits++; }
        protected void doRollback(DefaultTransactionStatus status) {}
      }
      """;

  private static final String APPLICATION =
      """
      package app;
      import org.springframework.boot.*;
      import org.springframework.context.*;
      import org.springframework.context.annotation.*;
      import org.springframework.core.task.*;
      import org.springframework.scheduling.annotation.EnableAsync;
      import org.springframework.transaction.annotation.EnableTransactionManagement;
      @Configuration
      @Import(Notes.class)
      @EnableAsync(proxyTargetClass = true)
      @EnableTransactionManagement(proxyTargetClass = true)
      public class Application {
        @Bean Legacy legacy() { return new Legacy(); }
        @Bean Ledger transactionManager() { return new Ledger(); }
        @Bean AsyncTaskExecutor taskExecutor() { return new SimpleAsyncTaskExecutor("other-"); }

        public static void main(String[] args) throws Exception {
          SpringApplication application = new SpringApplication(Application.class);
          application.setBannerMode(Banner.Mode.OFF);
          application.setLogStartupInfo(false);
          try (ConfigurableApplicationContext context = application.run(args)) {
            java.util.Scanner in = new java.util.Scanner(System.in);
            while (in.hasNextLine()) System.out.println(answer(in.nextLine(), context));
          }
        }

        static String answer(String line, ApplicationContext context) throws Exception {
          Legacy legacy = context.getBean(Legacy.class);
          return switch (line) {
            case "call" -> call(legacy, context);
            case "look" -> Look.at(Legacy.class) + " " + legacy.getClass() + " "
                + context.getBean(Notes.class).getClass() + " " + legacy.around();
            case "position" -> "" + Legacy.position();
            default -> throw new IllegalArgumentException(line);
          };
        }

        /** What the arm says that has answered every call, each in its transaction or on its thread. */
        static String call(Legacy legacy, ApplicationContext context) throws Exception {
          Ledger ledger = context.getBean(Ledger.class);
          int before = ledger.commits;
          String greeting = legacy.greet("you");
          int commits = ledger.commits - before;
          String note = context.getBean(Note.class).text();
          String later = legacy.later().get().replaceAll("[0-9]+", "");
          return commits == 1 && greeting.equals(note + " you") && later.equals(note + " on other-")
              ? Legacy.add(2, 3) + " " + greeting
              : commits + " commits, " + greeting + ", " + note + ", " + later;
        }
      }
      """;

  private static final String ADAPTER =
      Placed.ADAPTER.replaceFirst(
          "\\}\\s*$",
          """
            java.util.concurrent.CompletableFuture<String> later() {
              return java.util.concurrent.CompletableFuture.completedFuture("new on " + Thread.currentThread().getName());
            }
          }
          """);

  private static final String NOTES_ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Notes.class, migration = "place")
      @Effects(replacement = Effect.NONE)
      class NotesAdapter {
        app.Note note() { return new app.Note("new"); }
      }
      """;

  private static final String PACKER =
      """
      package pack;
      import java.io.File;
      import org.springframework.boot.loader.tools.*;
      public class Packer {
        public static void main(String[] args) throws Exception {
          Repackager repackager = new Repackager(new File(args[0]));
          repackager.setMainClass("app.Application");
          repackager.repackage(new File(args[1]), callback -> {
            for (File jar : new File(args[2]).listFiles()) {
              callback.library(new Library(jar, LibraryScope.COMPILE));
            }
          });
        }
      }
      """;

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void build() {
    bench = new Workbench(folder);
    List<Path> spring = Placed.jars("compat.slow.jars", "spring-boot");
    Path app =
        bench.jar("classes.jar", spring, LEGACY, Placed.LOOK, NOTES, NOTE, LEDGER, APPLICATION);
    executable(app, spring.get(0).getParent());
    List<Path> all = Stream.concat(Stream.of(app), spring.stream()).toList();
    bench.configure(bench.plugin("plugin.jar", all, List.of(), ADAPTER, NOTES_ADAPTER));
    Placed.route(bench, "legacy");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void every_route_is_obeyed_behind_proxies(boolean isLate) {
    Placed.Untouched untouched = Placed.Untouched.of(start());
    assertThat(untouched.look())
        .contains("org.springframework.boot.loader.launch.LaunchedClassLoader")
        .contains("class app.Legacy$$SpringCGLIB$$", "class app.Notes$$SpringCGLIB$$");
    Command validate =
        bench.command("validate", "--config", folder.resolve("compat.yaml"), "--in", "shop.jar");
    assertThat(validate.code()).as("%s", validate).isZero();

    try (ForkedJvm jvm = isLate ? start() : start(bench.agent())) {
      if (isLate) {
        Placed.attach(bench, jvm);
      }
      Placed.obeysAndIsLetGo(bench, jvm, untouched);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  private ForkedJvm start(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-XX:+EnableDynamicAgentLoading");
    return bench.launch(all, "-jar", "shop.jar");
  }

  private void executable(Path classes, Path libraries) {
    List<Path> tools = Placed.jars("compat.slow.jars", "spring-boot-loader-tools");
    List<Path> classPath = new ArrayList<>(tools);
    classPath.add(bench.jar("packer.jar", tools, PACKER));
    String[] arguments = {classes.toString(), "shop.jar", libraries.toString()};
    try (ForkedJvm jvm = bench.startWithout(List.of(), "pack.Packer", classPath, arguments)) {
      assertThat(jvm.end()).as(jvm.errors()).isZero();
    }
  }
}
