package dev.compat.agent.link;

import dev.compat.agent.weave.Weaver;
import dev.compat.agent.weave.WovenClass;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;

/** An application's class loader whose legacy classes are woven as they are loaded. */
final class WovenLoader extends ClassLoader {

  private final Map<String, byte[]> classes;
  private final String migration;
  private volatile String hidden = "";

  /** Of {@code classes}, by the names of their files, those named Legacy are woven. */
  WovenLoader(Map<String, byte[]> classes, String migration) {
    super(ClassLoader.getPlatformClassLoader());
    this.classes = Map.copyOf(classes);
    this.migration = migration;
  }

  /** Has it pretend that there is no class of this name; the empty name for none. */
  WovenLoader hide(String name) {
    hidden = name;
    return this;
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] file = classes.get(name);
    return file == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(file);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = classes.get(name.replace('.', '/') + ".class");
    if (classFile == null || name.equals(hidden)) {
      throw new ClassNotFoundException(name);
    }
    if (!name.contains("Legacy")) {
      return defineClass(name, classFile, 0, classFile.length);
    }
    WovenClass woven =
        Weaver.weave(classFile, method -> method.name().equals("<init>") ? null : migration);
    WovenClass.Holder holder = woven.holder();
    if (holder != null) {
      defineClass(holder.name(), holder.bytes(), 0, holder.bytes().length);
    }
    byte[] bytes = woven.bytes();
    return defineClass(name, bytes, 0, bytes.length);
  }
}
