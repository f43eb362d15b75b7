package dev.compat.agent;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;

/**
 * The entry points of the jar: {@code -javaagent}, attach, and {@code java -jar}.
 *
 * <p>Compiled for Java 8 and almost empty on purpose. It is the only class of ours that the
 * application's system class loader can see, it must load on a JVM that is too old for the rest so
 * that it can say so, and whatever goes wrong behind it must leave the application as it was.
 *
 * <p>It stays for the life of the JVM, also where agents of other versions come and go: what it
 * passes on is text by its key. Its monitor guards the agent that runs.
 */
public final class CompatAgent {

  private static final int OLDEST = 17;

  /** What the command line begins its arguments with: a folder with an order follows. */
  private static final String BY_FOLDER = "@";

  /** Takes orders for the agent that runs here, and says whether it still does; null if none. */
  private static Predicate<Map<String, String>> running;

  private CompatAgent() {}

  /** Called by the JVM before the application's {@code main}. Never throws. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    obey(inline(arguments), instrumentation);
  }

  /** Called by the JVM when the agent is loaded into a running process. Never throws. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    if (arguments == null || !arguments.startsWith(BY_FOLDER)) {
      obey(inline(arguments), instrumentation);
      return;
    }
    File folder = new File(arguments.substring(BY_FOLDER.length()));
    try {
      obey(read(folder), instrumentation);
    } catch (IOException failure) {
      standDown(inline(null), failure.toString());
    }
  }

  /** The command line. */
  public static void main(String[] arguments) throws Throwable {
    if (feature() < OLDEST) {
      System.err.println("compat: needs Java " + OLDEST + " or later, this is " + version());
      System.exit(2);
    }
    invoke(
        jar(),
        "dev.compat.agent.cli.Cli",
        "main",
        new Class<?>[] {String[].class},
        (Object) arguments);
  }

  private static Map<String, String> inline(String arguments) {
    Map<String, String> order = new HashMap<String, String>();
    order.put("verb", "attach");
    if (arguments != null) {
      order.put("config", arguments);
    }
    return order;
  }

  private static Map<String, String> read(File folder) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = new FileInputStream(new File(folder, "order.properties"))) {
      properties.load(in);
    }
    Map<String, String> order = new HashMap<String, String>();
    for (String key : properties.stringPropertyNames()) {
      order.put(key, properties.getProperty(key));
    }
    order.put("folder", folder.getPath());
    return order;
  }

  private static synchronized void obey(
      Map<String, String> order, Instrumentation instrumentation) {
    try {
      if (feature() < OLDEST) {
        standDown(order, "it needs Java " + OLDEST + " or later, this is " + version());
      } else if (!isObeyed(order)) {
        begin(order, instrumentation);
      }
    } catch (Throwable failure) {
      standDown(order, failure.toString());
    }
  }

  /** By the agent that runs, if one does; not if one has left that is to come again. */
  private static boolean isObeyed(Map<String, String> order) {
    if (running == null) {
      return false;
    }
    if (running.test(order)) {
      return true;
    }
    running = null;
    return isDetach(order);
  }

  private static void begin(Map<String, String> order, Instrumentation instrumentation)
      throws Throwable {
    if (isDetach(order)) {
      answer(order, "answer.json", "{\"outcome\":\"NO\",\"message\":\"not attached\"}");
    } else {
      running = start(order, instrumentation);
    }
  }

  private static boolean isDetach(Map<String, String> order) {
    return "detach".equals(order.get("verb"));
  }

  @SuppressWarnings("unchecked")
  private static Predicate<Map<String, String>> start(
      Map<String, String> order, Instrumentation instrumentation) throws Throwable {
    // This class stays as it was first loaded, so the jar that is to run may be another.
    File jar = order.containsKey("jar") ? new File(order.get("jar")) : jar();
    return (Predicate<Map<String, String>>)
        invoke(
            jar,
            "dev.compat.agent.runtime.AgentRuntime",
            "start",
            new Class<?>[] {Map.class, Instrumentation.class, File.class},
            order,
            instrumentation,
            jar);
  }

  private static void standDown(Map<String, String> order, String why) {
    System.err.println("compat: not attached, the application runs without it: " + why);
    answer(order, "failure.txt", why);
  }

  /** For the command that waits, if one does. */
  private static void answer(Map<String, String> order, String file, String text) {
    if (!order.containsKey("folder")) {
      return;
    }
    try (OutputStream out = new FileOutputStream(new File(order.get("folder"), file))) {
      out.write(text.getBytes("UTF-8"));
    } catch (IOException nobodyToTell) {
      // The command has given up.
    }
  }

  private static Object invoke(
      File jar, String type, String method, Class<?>[] parameters, Object... values)
      throws Throwable {
    try {
      Class<?> entry = Class.forName(type, true, new AgentLoader(jar));
      return entry.getMethod(method, parameters).invoke(null, values);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  private static File jar() throws Exception {
    return new File(CompatAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static int feature() {
    String version = version();
    String feature = version.startsWith("1.") ? version.substring(2) : version;
    return Integer.parseInt(feature.split("[^0-9]")[0]);
  }

  private static String version() {
    return System.getProperty("java.specification.version");
  }
}
