package dev.compat.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/**
 * The entry points of the jar: {@code -javaagent}, attach, and {@code java -jar}.
 *
 * <p>Compiled for Java 8 and almost empty on purpose. It is the only class of ours that the
 * application's system class loader can see, it must load on a JVM that is too old for the rest so
 * that it can say so, and whatever goes wrong behind it must leave the application as it was.
 */
public final class CompatAgent {

  private static final int OLDEST = 17;

  private CompatAgent() {}

  /** Called by the JVM before the application's {@code main}. Never throws. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    attach(arguments, instrumentation);
  }

  /** Called by the JVM when the agent is loaded into a running process. Never throws. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    attach(arguments, instrumentation);
  }

  /** The command line. */
  public static void main(String[] arguments) throws Throwable {
    if (feature() < OLDEST) {
      System.err.println("compat: needs Java " + OLDEST + " or later, this is " + version());
      System.exit(2);
    }
    invoke("dev.compat.agent.cli.Cli", "main", new Class<?>[] {String[].class}, (Object) arguments);
  }

  private static void attach(String arguments, Instrumentation instrumentation) {
    try {
      if (feature() < OLDEST) {
        standDown("it needs Java " + OLDEST + " or later, this is " + version());
        return;
      }
      invoke(
          "dev.compat.agent.runtime.AgentRuntime",
          "start",
          new Class<?>[] {String.class, Instrumentation.class, File.class},
          arguments,
          instrumentation,
          jar());
    } catch (Throwable failure) {
      standDown(failure.toString());
    }
  }

  private static void standDown(String why) {
    System.err.println("compat: not attached, the application runs without it: " + why);
  }

  private static void invoke(String type, String method, Class<?>[] parameters, Object... values)
      throws Throwable {
    try {
      Class<?> entry = Class.forName(type, true, new AgentLoader(jar()));
      entry.getMethod(method, parameters).invoke(null, values);
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
