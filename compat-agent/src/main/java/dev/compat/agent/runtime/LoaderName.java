package dev.compat.agent.runtime;

/** What a class loader is called in messages, without asking it: that would run code of its own. */
final class LoaderName {

  private LoaderName() {}

  /** {@code app} for the system class loader, else the loader's class and a number. */
  static String of(ClassLoader loader) {
    return loader == ClassLoader.getSystemClassLoader()
        ? "app"
        : loader.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(loader));
  }
}
