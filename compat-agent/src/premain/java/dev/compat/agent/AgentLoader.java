package dev.compat.agent;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Loads everything of the agent but its entry point, out of the application's sight.
 *
 * <p>A child of the platform loader. Its classes lie in the agent jar below {@code compat-agent/}
 * under names that no other loader takes for classes, so the application's versions of Guice,
 * Jackson or SLF4J never meet ours. Parallel capable.
 */
final class AgentLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String ROOT = "compat-agent/";

  /** Of a module that the system loader defines; the command line alone asks for it. */
  private static final String ATTACH = "com.sun.tools.attach.";

  private final JarFile jar;
  private final String base;

  AgentLoader(File file) throws Exception {
    super((ClassLoader) ClassLoader.class.getMethod("getPlatformClassLoader").invoke(null));
    jar = new JarFile(file, false);
    base = "jar:" + file.toURI() + "!/";
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(ATTACH)) {
      return ClassLoader.getSystemClassLoader().loadClass(name);
    }
    ZipEntry entry = jar.getEntry(ROOT + name.replace('.', '/') + ".classdata");
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      byte[] bytes = read(entry);
      definePackage(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException failure) {
      throw new ClassNotFoundException(name, failure);
    }
  }

  /** The agent's packages carry its version, for whoever asks a class of it. */
  private void definePackage(String name) throws IOException {
    if (!name.startsWith("dev.compat.") || getPackage(name) != null) {
      return;
    }
    Attributes manifest = jar.getManifest().getMainAttributes();
    String title = manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE);
    String version = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    try {
      definePackage(name, null, null, null, title, version, null, null);
    } catch (IllegalArgumentException otherThreadWasFaster) {
      // It is defined: that is all we want.
    }
  }

  @Override
  protected URL findResource(String name) {
    String path = ROOT + (name.endsWith(".class") ? name + "data" : name);
    if (jar.getEntry(path) == null) {
      return null;
    }
    try {
      return new URL(base + path);
    } catch (MalformedURLException failure) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL found = findResource(name);
    return found == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singletonList(found));
  }

  private byte[] read(ZipEntry entry) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) entry.getSize());
    byte[] buffer = new byte[8192];
    try (InputStream in = jar.getInputStream(entry)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.write(buffer, 0, count);
      }
    }
    return bytes.toByteArray();
  }
}
