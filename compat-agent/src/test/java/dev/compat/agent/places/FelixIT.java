package dev.compat.agent.places;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bundle in Apache Felix, which an application starts as the specification has it, without any
 * boot delegation. The bundle exports nothing, and is updated again and again.
 *
 * <p>What the arms say ends with the version of the bundle that they see, which is held against the
 * version of the bundle that was asked: an adapter bound to another would give itself away.
 */
@Tag("slow")
class FelixIT {

  private static final int UPDATES = 10;

  private static final String HOST =
      """
      package host;
      import java.io.*;
      import java.lang.management.ManagementFactory;
      import java.nio.file.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.UnaryOperator;
      import javax.management.ObjectName;
      import org.osgi.framework.*;
      import org.osgi.framework.launch.*;
      import org.osgi.framework.wiring.FrameworkWiring;
      public class Host {
        private static Framework framework;
        private static Bundle bundle;
        public static void main(String[] args) throws Exception {
          Map<String, String> how = Map.of(Constants.FRAMEWORK_STORAGE, "cache");
          framework = ServiceLoader.load(FrameworkFactory.class).findFirst().get().newFramework(how);
          framework.start();
          bundle = framework.getBundleContext().installBundle("shop", open("1"));
          bundle.start();
          Scanner in = new Scanner(System.in);
          while (in.hasNextLine()) {
            String[] words = in.nextLine().split(" ");
            System.out.println(
                switch (words[0]) {
                  case "update" -> update(words[1]);
                  case "left" -> left(words[1]);
                  default -> ask(words[0]);
                });
          }
          framework.stop();
          framework.waitForStop(0);
        }
        static InputStream open(String version) throws IOException {
          return Files.newInputStream(Path.of("shop-" + version + ".jar"));
        }
        static String ask(String line) {
          BundleContext context = framework.getBundleContext();
          ServiceReference<?> reference = context.getServiceReference(UnaryOperator.class.getName());
          @SuppressWarnings("unchecked")
          UnaryOperator<String> shell = (UnaryOperator<String>) context.getService(reference);
          try {
            return shell.apply(line);
          } finally {
            context.ungetService(reference);
          }
        }
        /** Updates the bundle, and has the framework let go of its former version. */
        static String update(String version) throws Exception {
          bundle.update(open(version));
          CountDownLatch refreshed = new CountDownLatch(1);
          framework.adapt(FrameworkWiring.class)
              .refreshBundles(List.of(bundle), event -> refreshed.countDown());
          refreshed.await(60, TimeUnit.SECONDS);
          return bundle.getVersion() + " " + bundle.getState();
        }
        /** How many instances of a class there are, once garbage is gone: no more than one, or 60 looks. */
        static String left(String type) throws Exception {
          int left = count(type);
          for (int i = 0; i < 60 && left > 1; i++) {
            Thread.sleep(50);
            left = count(type);
          }
          return "" + left;
        }
        static int count(String type) throws Exception {
          String all = (String) ManagementFactory.getPlatformMBeanServer().invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
              new Object[] {new String[0]}, new String[] {String[].class.getName()});
          return all.lines().map(line -> line.trim().split("\\s+"))
              .filter(row -> row.length > 3 && row[3].equals(type))
              .mapToInt(row -> Integer.parseInt(row[1])).findFirst().orElse(0);
        }
      }
      """;

  private static final String ACTIVATOR =
      """
      package app;
      import java.util.function.UnaryOperator;
      import org.osgi.framework.*;
      public class Activator implements BundleActivator {
        public void start(BundleContext context) {
          UnaryOperator<String> shell = line -> own(line, Shell.answer(line));
          context.registerService(UnaryOperator.class, shell, null);
        }
        public void stop(BundleContext context) {}
        private static String own(String line, String answer) {
          if (line.equals("call") && !answer.endsWith(Version.name())) {
            return "of another version: " + answer;
          }
          return answer.replace(Version.name(), "");
        }
      }
      """;

  private static final String VERSION =
      """
      package app;
      public class Version {
        static final String NAME = " (of VERSION)";
        public static String name() { return NAME; }
      }
      """;

  private static final String MANIFEST =
      """
      Manifest-Version: 1.0
      Bundle-ManifestVersion: 2
      Bundle-SymbolicName: shop
      Bundle-Version: VERSION
      Bundle-Activator: app.Activator
      Import-Package: org.osgi.framework
      """;

  @TempDir Path folder;
  private Workbench bench;
  private List<Path> felix;
  private Path host;

  @BeforeEach
  void build() {
    bench = new Workbench(folder);
    felix = Placed.jars("compat.slow.jars", "felix");
    host = bench.jar("host.jar", felix, HOST);
    for (int version = 1; version <= 1 + UPDATES; version++) {
      bundle(version);
    }
    String adapter = Placed.ADAPTER.replace("name;", "name + app.Version.name();");
    bench.configure(
        bench.plugin("plugin.jar", List.of(folder.resolve("shop-1.jar")), List.of(), adapter));
    Placed.route(bench, "legacy");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void every_route_is_obeyed_in_a_bundle(boolean isLate) {
    Placed.Untouched untouched = Placed.Untouched.of(start(List.of()));
    assertThat(untouched.look()).contains("felix");

    try (ForkedJvm jvm = start(isLate ? List.of() : List.of(bench.agent()))) {
      if (isLate) {
        Placed.attach(bench, jvm);
      }
      Placed.obeysAndIsLetGo(bench, jvm, untouched);
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).doesNotContain("compat:");
    }
  }

  @Test
  void an_updated_bundle_is_answered_by_its_own_and_the_former_one_is_let_go() {
    try (ForkedJvm jvm = start(List.of(bench.agent()))) {
      for (int version = 2; version <= 1 + UPDATES; version++) {
        Placed.route(bench, "new");
        jvm.await("place", status -> status.route().equals("new"));
        assertThat(jvm.ask("update " + version)).isEqualTo(version + ".0.0 32");
        jvm.askUntil("call", Placed.BY_NEW::equals);
        Placed.route(bench, "shadow");
        long before = jvm.await("place", at -> at.route().equals("shadow")).compared();
        assertThat(jvm.ask("call")).isEqualTo(Placed.BY_LEGACY);
        jvm.await("place", status -> status.compared() == before + 2);
      }
      assertThat(jvm.ask("left org.apache.felix.framework.BundleWiringImpl$BundleClassLoader"))
          .isEqualTo("1");
      assertThat(jvm.ask("left dev.compat.agent.plugin.PluginLoader")).isEqualTo("1");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).doesNotContain("compat:");
    }
  }

  private ForkedJvm start(List<String> options) {
    List<Path> classPath = new ArrayList<>(felix);
    classPath.add(host);
    List<String> all = new ArrayList<>(options);
    all.add("-XX:+EnableDynamicAgentLoading");
    return bench.startWithout(all, "host.Host", classPath.toArray(Path[]::new));
  }

  private void bundle(int version) {
    Map<String, byte[]> classes =
        Workbench.compile(
            felix,
            Placed.LEGACY.replace("name;", "name + Version.name();"),
            Placed.LOOK,
            Placed.SHELL,
            ACTIVATOR,
            VERSION.replace("VERSION", "" + version));
    bench.pack(
        "shop-" + version + ".jar",
        classes,
        Map.of("META-INF/MANIFEST.MF", MANIFEST.replace("VERSION", "" + version).getBytes(UTF_8)));
  }
}
