package dev.compat.control;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Proxy;
import java.lang.runtime.ObjectMethods;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Takes the toolkit's types out of the JDK's own method handles. Each of them keeps the last type
 * that it was adapted to, and some are static: those behind records' methods and behind string
 * concatenation. Adapting them once more, to other types, lets ours go.
 */
public final class Rinse {

  private Rinse() {}

  /**
   * To be called last, since the next record or text of ours undoes it; and once only.
   *
   * @param stays a class whose loader may be kept: one that outlives the toolkit
   */
  public static void handles(Class<?> stays) {
    try {
      // Newer JDKs keep the types of their own loaders apart from others', which they hold softly.
      adaptTo(elsewhere());
      adaptTo(stays);
      Path path = Path.of("any");
      Objects.requireNonNull(path + path.toString());
    } catch (Throwable failure) {
      // A type of ours may stay in a handle of the JDK's, and a word about it would be another.
    }
  }

  /** A class that is nobody's, of a loader that is nobody's. */
  private static Class<?> elsewhere() {
    ClassLoader nobodys = new URLClassLoader(new URL[0], null);
    Class<?>[] types = {Runnable.class};
    return Proxy.newProxyInstance(nobodys, types, (proxy, method, arguments) -> null).getClass();
  }

  /** As if the type were a record with one component. */
  private static void adaptTo(Class<?> type) throws Throwable {
    MethodHandle itself = MethodHandles.identity(type);
    for (String method : List.of("equals", "hashCode", "toString")) {
      ObjectMethods.bootstrap(
          MethodHandles.lookup(), method, MethodHandle.class, type, "itself", itself);
    }
  }
}
