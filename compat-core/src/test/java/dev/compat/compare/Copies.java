package dev.compat.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Loads classes of these tests a second time, as a redeployed application would. */
final class Copies extends ClassLoader {

  private Copies() {
    super(Copies.class.getClassLoader());
  }

  /** A constant of a copy of the enum. */
  static Object of(Class<? extends Enum<?>> type, String name) throws Exception {
    Class<?> copy = Class.forName(type.getName(), true, new Copies());
    var field = copy.getDeclaredField(name);
    field.setAccessible(true);
    return Objects.requireNonNull(field.get(null));
  }

  /** The copy of a class by a loader that nothing else refers to. */
  static Class<?> of(Class<?> type) throws ClassNotFoundException {
    return Class.forName(type.getName(), true, new Copies());
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("dev.compat.compare.ComparisonTest")
        && !name.startsWith("dev.compat.compare.GraphSnapshotsTest$")) {
      return super.loadClass(name, resolve);
    }
    Class<?> loaded = findLoadedClass(name);
    return loaded != null ? loaded : define(name);
  }

  private Class<?> define(String name) {
    try (InputStream in =
        Objects.requireNonNull(getResourceAsStream(name.replace('.', '/') + ".class"))) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
