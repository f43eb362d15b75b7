package dev.compat.planted;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.Objects;
import java.util.Set;

/** Loads the classes in {@link Twin} a second time, as an adapter's class loader may. */
final class Twins extends ClassLoader {

  private Twins() {
    super(Twins.class.getClassLoader());
  }

  static Object constant(String name, boolean again) throws Exception {
    Field field = type(Twin.Side.class, again).getDeclaredField(name);
    field.setAccessible(true);
    return Objects.requireNonNull(field.get(null));
  }

  static Object money(int amount, boolean again) throws Exception {
    Class<?> type = type(Twin.Money.class, again);
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    Object side = Objects.requireNonNull(constructor.getParameterTypes()[1].getEnumConstants())[0];
    return constructor.newInstance(amount, side);
  }

  static Object tagged(Set<String> tags, boolean again) throws Exception {
    Constructor<?> constructor = type(Twin.Tagged.class, again).getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor.newInstance(tags);
  }

  private static Class<?> type(Class<?> type, boolean again) throws Exception {
    return again ? Class.forName(type.getName(), true, new Twins()) : type;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!(name + "$").startsWith(Twin.class.getName() + "$")) {
      return super.loadClass(name, resolve);
    }
    Class<?> loaded = findLoadedClass(name);
    return loaded != null ? loaded : define(name);
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
