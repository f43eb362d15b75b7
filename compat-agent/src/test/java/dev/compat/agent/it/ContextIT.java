package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who a call is for is read from the real libraries and servers, wherever their classes are. */
class ContextIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static String who() { return "legacy"; }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "who")
      class Adapter {
        String who() { return "new"; }
      }
      """;

  /** Touches the logging library only once it is told a tenant. */
  private static final String LOGGING =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.equals("nobody")) Tenants.set(line);
            System.out.println(Legacy.who());
            if (!line.equals("nobody")) Tenants.clear();
          }
        }
      }
      """;

  private static final String TENANTS =
      """
      package app;
      class Tenants {
        static void set(String tenant) { MDC.put("tenantId", tenant); }
        static void clear() { MDC.remove("tenantId"); }
      }
      """;

  /** Runs the application in a class loader of its own, below that of the class path. */
  private static final String CHILD =
      """
      package server;
      import java.io.File;
      import java.net.*;
      import java.util.*;
      public class Child {
        public static void main(String[] args) throws Exception {
          List<URL> jars = new ArrayList<>();
          for (String jar : args) jars.add(new File(jar).toURI().toURL());
          ClassLoader loader = new URLClassLoader(jars.toArray(new URL[0]), Child.class.getClassLoader());
          Thread.currentThread().setContextClassLoader(loader);
          loader.loadClass("app.Main").getMethod("main", String[].class).invoke(null, (Object) args);
        }
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
    "logback, org.slf4j.MDC, false",
    "logback, org.slf4j.MDC, true",
    "log4j2, org.apache.logging.log4j.ThreadContext, false",
    "log4j2, org.apache.logging.log4j.ThreadContext, true",
    "log4j1, org.apache.log4j.MDC, false",
    "log4j1, org.apache.log4j.MDC, true",
    "jboss-logging, org.jboss.logging.MDC, true",
    "jboss-logmanager, org.jboss.logmanager.MDC, true"
  })
  void a_diagnostic_context_is_read_once_its_class_is_there(
      String library, String type, boolean isChild) {
    List<Path> all = new ArrayList<>(jars(library));
    Path app = bench.jar("app.jar", all, LEGACY, LOGGING, TENANTS.replace("MDC.", type + "."));
    all.add(0, app);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER));
    bench.flags(
        "who: {context: {tenant: 'mdc:tenantId'}, route: legacy,"
            + " rules: [{when: {tenant: [acme]}, route: new}]}");

    try (ForkedJvm jvm = isChild ? startChild(all) : bench.start("app.Main", array(all))) {
      jvm.ask("nobody");
      jvm.awaitArmed("who");
      for (int i = 0; i < 100; i++) {
        assertThat(jvm.ask("nobody")).isEqualTo("legacy");
      }
      jvm.askUntil("acme", "new"::equals); // found by the next look, the last was at the 64th call
      for (int i = 0; i < 100; i++) {
        assertThat(jvm.ask("acme")).isEqualTo("new");
        assertThat(jvm.ask("globex")).isEqualTo("legacy");
        assertThat(jvm.ask("nobody")).isEqualTo("legacy");
      }
      jvm.await(
          "who",
          status ->
              status.context().size() == 1
                  && status.context().get(0).found() >= 200
                  && status.context().get(0).missing() >= 200
                  && status.context().get(0).failed() == 0);
      assertThat(jvm.end()).isZero();
    }
  }

  private ForkedJvm startChild(List<Path> jars) {
    Path child = bench.jar("child.jar", List.of(), CHILD);
    return bench.startWithout(
        List.of("-javaagent:" + Workbench.AGENT + "=" + folder.resolve("compat.yaml")),
        "server.Child",
        List.of(child),
        jars.stream().map(Path::toString).toArray(String[]::new));
  }

  private static final String EAGER =
      """
      package org.slf4j;
      public class MDC {
        static { System.out.println("initialised"); }
        public static String get(String key) { return "acme"; }
      }
      """;
  private static final String LOADING =
      """
      package app;
      public class Main {
        public static void main(String[] args) throws Exception {
          Class<?> mdc = Class.forName("org.slf4j.MDC", false, Main.class.getClassLoader());
          java.util.Scanner in = new java.util.Scanner(System.in);
          for (String line = in.nextLine(); !line.equals("end"); line = in.nextLine()) {
            if (line.equals("initialise")) Class.forName(mdc.getName());
            String who = Legacy.who();
            for (int i = 0; i < 5_000; i++) who = Legacy.who();
            System.out.println(who);
          }
        }
      }
      """;

  @Test
  void a_diagnostic_context_is_not_initialised_by_reading_it() {
    Path app = bench.jar("app.jar", List.of(), LEGACY, EAGER, LOADING);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER));
    bench.flags(
        "who: {context: {tenant: 'mdc:tenantId'}, route: legacy,"
            + " rules: [{when: {tenant: [acme]}, route: new}]}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("go")).isEqualTo("legacy");
      jvm.awaitArmed("who");
      assertThat(jvm.ask("go")).isEqualTo("legacy");
      assertThat(jvm.ask("initialise")).isEqualTo("initialised");
      assertThat(jvm.next()).isEqualTo("new");
    }
  }

  private static final String SHARED =
      """
      package shared;
      public class Shared {
        public static String who() { return "legacy"; }
      }
      """;
  private static final String SHARED_ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = shared.Shared.class, migration = "shared")
      class SharedAdapter {
        String who() { return "new"; }
      }
      """;
  private static final String FRONT =
      """
      package app;
      import jakarta.servlet.http.*;
      public class Front extends HttpServlet {
        protected void doGet(HttpServletRequest in, HttpServletResponse out)
            throws java.io.IOException {
          out.getWriter().print(Legacy.who() + " " + shared.Shared.who());
        }
      }
      """;
  private static final String CLIENT =
      """
      package server;
      import java.io.*;
      import java.net.*;
      class Client {
        static void serve(int port) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            URL url = new URL("http://127.0.0.1:" + port + line);
            try (InputStream body = url.openStream()) {
              System.out.println(new String(body.readAllBytes()));
            }
          }
        }
      }
      """;
  private static final String TOMCAT =
      """
      package server;
      import java.io.File;
      import org.apache.catalina.Context;
      import org.apache.catalina.startup.Tomcat;
      public class Server {
        public static void main(String[] args) throws Exception {
          Tomcat tomcat = new Tomcat();
          tomcat.setBaseDir("tomcat");
          tomcat.setPort(0);
          tomcat.getConnector().setProperty("address", "127.0.0.1");
          for (String name : new String[] {"", "one", "two"}) {
            String path = name.isEmpty() ? "" : "/" + name;
            Context context =
                tomcat.addContext(path, new File(name.isEmpty() ? "root" : name).getAbsolutePath());
            Tomcat.addServlet(context, "front", "app.Front");
            context.addServletMappingDecoded("/", "front");
          }
          tomcat.start();
          Client.serve(tomcat.getConnector().getLocalPort());
          tomcat.stop();
        }
      }
      """;
  private static final String JETTY =
      """
      package server;
      import java.io.File;
      import org.eclipse.jetty.ee10.webapp.WebAppContext;
      import org.eclipse.jetty.server.*;
      import org.eclipse.jetty.server.handler.ContextHandlerCollection;
      public class Server {
        public static void main(String[] args) throws Exception {
          org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
          ServerConnector connector = new ServerConnector(jetty);
          connector.setHost("127.0.0.1");
          jetty.addConnector(connector);
          ContextHandlerCollection all = new ContextHandlerCollection();
          for (String name : new String[] {"root", "one", "two"}) {
            WebAppContext context = new WebAppContext();
            context.setContextPath(name.equals("root") ? "/" : "/" + name);
            context.setWar(new File(name).getAbsolutePath());
            context.addServlet("app.Front", "/");
            all.addHandler(context);
          }
          jetty.setHandler(all);
          jetty.start();
          Client.serve(connector.getLocalPort());
          jetty.stop();
        }
      }
      """;

  @Test
  void two_web_applications_in_tomcat_are_two_tenants() {
    List<Path> tomcat =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.contains("tomcat-") || entry.contains("annotation-api"))
            .map(Path::of)
            .toList();
    webApplications(tomcat, TOMCAT);
  }

  @Test
  void two_web_applications_in_jetty_are_two_tenants() {
    webApplications(jars("jetty"), JETTY);
  }

  private void webApplications(List<Path> server, String main) {
    Path shared = bench.jar("shared.jar", List.of(), SHARED);
    List<Path> classPath = new ArrayList<>(server);
    classPath.add(shared);
    Path app = deploy(classPath);
    classPath.add(bench.jar("server.jar", server, CLIENT, main));
    bench.configure(
        bench.plugin("plugin.jar", List.of(app, shared), List.of(), ADAPTER, SHARED_ADAPTER));
    String flag =
        ": {context: {app: 'webapp:path'}, route: legacy,"
            + " rules: [{when: {app: [/one, /]}, route: new}]}";
    bench.flags("who" + flag, "shared" + flag);

    try (ForkedJvm jvm = bench.start("server.Server", array(classPath))) {
      for (String path : List.of("/two/", "/one/", "/")) {
        jvm.ask(path); // links the methods, so that they are armed
      }
      jvm.awaitArmed("who");
      jvm.awaitArmed("shared");
      for (int i = 0; i < 3; i++) {
        jvm.askUntil("/one/", "new new"::equals);
        jvm.askUntil("/", "new new"::equals);
        assertThat(jvm.ask("/two/")).isEqualTo("legacy legacy");
      }
      jvm.await("shared", status -> status.context().get(0).failed() == 0);
      assertThat(jvm.end()).isZero();
    }
  }

  private Path deploy(List<Path> classPath) {
    Map<String, byte[]> legacy = Workbench.compile(List.of(), LEGACY);
    Path last = folder;
    for (String name : List.of("root", "one", "two")) {
      bench.file(name + "/WEB-INF/lib/x", "");
      last = bench.pack(name + "/WEB-INF/lib/legacy.jar", legacy, Map.of());
      List<Path> all = new ArrayList<>(classPath);
      all.add(last);
      bench.pack(name + "/WEB-INF/lib/front.jar", Workbench.compile(all, FRONT), Map.of());
    }
    return last;
  }

  @Test
  void a_deployment_of_jboss_modules_is_a_tenant() {
    deployModule();

    try (ForkedJvm jvm = startModule()) {
      jvm.askUntil("go", "new"::equals);
    }
  }

  @Test
  void a_loader_that_hides_the_boot_gate_keeps_its_classes_as_they_are() {
    Path app = deployModule();
    Path hiding = bench.jar("hiding.jar", List.of(), HIDING);

    try (ForkedJvm jvm = bench.start("server.Hiding", hiding, app)) {
      assertThat(jvm.next()).isEqualTo("legacy");
      jvm.awaitError("does not hand out java.compat, which woven methods call; have it leave");
    }
  }

  private static final String HIDING =
      """
      package server;
      import java.io.*;
      public class Hiding extends ClassLoader {
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
          if (name.startsWith("java.compat")) throw new ClassNotFoundException(name);
          if (!name.startsWith("app.") || findLoadedClass(name) != null) return super.loadClass(name, resolve);
          try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
          } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
          }
        }
        public static void main(String[] args) throws Exception {
          Class<?> legacy = new Hiding().loadClass("app.Legacy", false);
          System.out.println(legacy.getMethod("who").invoke(null));
          System.in.read();
        }
      }
      """;

  private Path deployModule() {
    String module = "mods/deployment/shop/war/main/";
    bench.file(
        module + "module.xml",
        """
        <module xmlns="urn:jboss:module:1.9" name="deployment.shop.war">
          <main-class name="app.Main"/>
          <resources><resource-root path="app.jar"/></resources>
        </module>
        """);
    String loop = LOGGING.replaceAll("if \\(!line.*", "");
    Path app = bench.jar(module + "app.jar", List.of(), LEGACY, loop);
    bench.configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTER));
    bench.flags(
        "who: {context: {app: 'webapp:path'}, route: legacy,"
            + " rules: [{when: {app: [/shop]}, route: new}]}");
    return app;
  }

  private ForkedJvm startModule() {
    return bench.startWithout(
        List.of("-javaagent:" + Workbench.AGENT + "=" + folder.resolve("compat.yaml")),
        "org.jboss.modules.Main",
        jars("jboss-modules"),
        "-mp",
        folder.resolve("mods").toString(),
        "deployment.shop.war");
  }

  private static List<Path> jars(String library) {
    Path folder = Path.of(System.getProperty("compat.context.jars"), library);
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Path[] array(List<Path> jars) {
    return jars.toArray(Path[]::new);
  }
}
