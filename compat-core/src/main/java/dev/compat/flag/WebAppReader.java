package dev.compat.flag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the context path of the web application that a call is in: of the one that loaded the
 * legacy class, else, for a legacy class that several share, of the one whose class loader is the
 * calling thread's context class loader.
 *
 * <p>The server's class loader is asked, once; its answer is kept with a weak reference to it.
 * JBoss Modules knows a deployment's name alone, so there it is the context path that a server
 * gives it by default: {@code shop.war} is at {@code /shop}.
 */
final class WebAppReader implements Reader {
  private static final Server[] SERVERS = Server.values();

  /** Of a loader that is no web application's; no context path is empty. */
  private static final String NONE = "";

  /** How servers' class loaders tell: the name of a class, and paths of properties from there. */
  private enum Server {
    TOMCAT("org.apache.catalina.loader.WebappClassLoaderBase", "resources.context.path"),
    JETTY("org.eclipse.jetty.", "context.contextPath"),
    JBOSS("org.jboss.modules.ModuleClassLoader", "module.name");

    private final String type;
    private final List<Property> path;

    Server(String type, String path) {
      this.type = type;
      this.path = List.of(path.split("\\.")).stream().map(Property::new).toList();
    }

    private boolean made(ClassLoader loader) {
      for (Class<?> c = loader.getClass(); c != null; c = c.getSuperclass()) {
        String name = c.getName();
        if (name.equals(type) || (name.startsWith(type) && name.endsWith(".WebAppClassLoader"))) {
          return true;
        }
      }
      return false;
    }

    private String ask(ClassLoader loader) throws Throwable {
      Object value = loader;
      for (Property property : path) {
        value = value == null ? null : property.of(value);
      }
      if (value == null) {
        throw new Unreadable("a " + loader.getClass().getName() + " names no web application yet");
      }
      String text = value.toString();
      return this == JBOSS ? ofDeployment(text) : text.isEmpty() ? "/" : text;
    }

    /** {@code deployment.shop.war} and {@code deployment.ear.ear.shop.war} are at /shop. */
    private static String ofDeployment(String module) {
      if (!module.startsWith("deployment.") || !module.endsWith(".war")) {
        return NONE;
      }
      String name = module.substring(0, module.length() - ".war".length());
      String war =
          name.substring(Math.max(name.lastIndexOf(".ear.") + 4, "deployment".length()) + 1);
      return war.equals("ROOT") ? "/" : "/" + war;
    }
  }

  private final ClassFinder finder;
  private final PerLoader known = new PerLoader();

  WebAppReader(ClassFinder finder) {
    this.finder = finder;
  }

  @Override
  public @Nullable Object read(CallContext call) throws Throwable {
    ClassLoader legacys = finder.loader();
    String path = legacys == null ? null : path(legacys);
    if (path != null) {
      return path;
    }
    ClassLoader callers = Thread.currentThread().getContextClassLoader();
    return callers == null || callers == legacys ? null : path(callers);
  }

  private @Nullable String path(ClassLoader loader) throws Throwable {
    String path = known.get(loader);
    if (path == null) {
      path = ask(loader);
      known.put(loader, path);
    }
    return path.equals(NONE) ? null : path;
  }

  /** A JSP's loader, for one, is a child of the web application's. */
  private static String ask(ClassLoader loader) throws Throwable {
    for (ClassLoader each = loader; each != null; each = each.getParent()) {
      for (Server server : SERVERS) {
        if (server.made(each)) {
          return server.ask(each);
        }
      }
    }
    return NONE;
  }
}
