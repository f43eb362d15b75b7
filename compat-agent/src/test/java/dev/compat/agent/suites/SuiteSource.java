package dev.compat.agent.suites;

/**
 * The main class of a JVM that runs a library's tests, and an agent, attached behind the one under
 * test, that keeps the class files as it gets them from that.
 *
 * <p>Source, since it is compiled against that JVM's class path and not against ours.
 */
final class SuiteSource {

  static final String MAIN =
      """
      package suite;

      import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
      import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

      import java.io.*;
      import java.lang.instrument.*;
      import java.lang.reflect.Method;
      import java.nio.file.*;
      import java.security.ProtectionDomain;
      import java.util.*;
      import java.util.stream.Stream;
      import org.junit.platform.engine.*;
      import org.junit.platform.engine.support.descriptor.MethodSource;
      import org.junit.platform.launcher.*;
      import org.junit.platform.launcher.core.*;

      public class Main implements TestExecutionListener {
        private final Map<String, Long> starts = new HashMap<>();
        private final Set<String> leftOut;
        private final PrintWriter outcomes;

        Main(Set<String> leftOut, PrintWriter outcomes) {
          this.leftOut = leftOut;
          this.outcomes = outcomes;
        }

        public static void premain(String prefix, Instrumentation instrumentation) throws IOException {
          Path folder = Files.createDirectories(Path.of("seen"));
          instrumentation.addTransformer(
              new ClassFileTransformer() {
                @Override
                public byte[] transform(
                    ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
                  if (name != null && name.startsWith(prefix)) {
                    keep(folder.resolve(name.replace('/', '.')), bytes);
                  }
                  return null;
                }
              },
              true);
        }

        private static void keep(Path file, byte[] bytes) {
          try {
            Files.write(file, bytes);
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        }

        /** Takes the folder of the tests, and a method to call before all of them. */
        public static void main(String[] args) throws Exception {
          PrintStream out = System.out;
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String name : Files.readAllLines(Path.of("classes.txt"))) {
            Class.forName(name, false, Main.class.getClassLoader());
          }
          call(args[1]);
          out.println("> ready");
          in.readLine();
          out.println("> running");
          try (PrintWriter outcomes = new PrintWriter("outcomes.txt", "UTF-8")) {
            new Main(Set.copyOf(Files.readAllLines(Path.of("left-out.txt"))), outcomes)
                .run(Path.of(args[0]));
          }
          out.println("> done");
          in.readLine();
          out.println(failures());
          in.readLine();
          System.exit(0);
        }

        private static Object failures() throws Exception {
          try {
            return Class.forName("java.compat.Boot").getMethod("failures").invoke(null);
          } catch (ClassNotFoundException noAgent) {
            return "none";
          }
        }

        private static void call(String name) throws Exception {
          String[] names = name.split("#");
          for (Method method : Class.forName(names[0]).getMethods()) {
            if (method.getName().equals(names[1]) && method.getParameterCount() == 1) {
              method.invoke(null, "text");
            }
          }
        }

        private void run(Path tests) {
          LauncherFactory.create()
              .execute(
                  LauncherDiscoveryRequestBuilder.request()
                      .selectors(selectClasspathRoots(Set.of(tests)))
                      .filters(includeClassNamePatterns(".*Test"))
                      .filters((PostDiscoveryFilter) this::filter)
                      .build(),
                  this);
        }

        private FilterResult filter(TestDescriptor test) {
          String name = name(test.getSource());
          boolean isLeftOut =
              leftOut.contains(name) || leftOut.contains(name.replaceFirst("#.*", "#*"));
          return FilterResult.includedIf(!isLeftOut);
        }

        /** Such as StringUtilsTest#testJoin. */
        private static String name(Optional<TestSource> source) {
          return source
              .filter(MethodSource.class::isInstance)
              .map(MethodSource.class::cast)
              .map(test -> test.getClassName() + "#" + test.getMethodName())
              .map(test -> test.substring(test.lastIndexOf('.') + 1))
              .orElse("");
        }

        @Override
        public synchronized void executionStarted(TestIdentifier test) {
          starts.put(test.getUniqueId(), System.nanoTime());
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
          say(test, "SKIPPED");
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
          Optional<Throwable> thrown = result.getThrowable();
          thrown.ifPresent(
              why -> {
                System.err.println(test.getUniqueId());
                why.printStackTrace();
              });
          if (test.isTest() || thrown.isPresent()) {
            say(test, result.getStatus() + thrown.map(why -> " " + why.getClass().getName()).orElse(""));
          }
        }

        private synchronized void say(TestIdentifier test, String outcome) {
          long now = System.nanoTime();
          long millis = (now - starts.getOrDefault(test.getUniqueId(), now)) / 1_000_000;
          String id = test.getUniqueId().replaceAll("\\\\s", " ");
          outcomes.println(id + "\\t" + outcome + "\\t" + name(test.getSource()) + "\\t" + millis);
        }
      }
      """;

  private SuiteSource() {}
}
