package dev.compat.agent.it;

import dev.compat.agent.workbench.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Class files of versions that no compiler of today writes: compiled for Java 8, without anything
 * that came later, and given the older version number.
 */
public final class OldClassFiles {

  private OldClassFiles() {}

  /** Binary names to class files of version {@code major}, below 52. */
  public static Map<String, byte[]> compile(int major, String... sources) {
    return compile(major, List.of(), sources);
  }

  /** The same, of sources that need more than the JDK. */
  public static Map<String, byte[]> compile(int major, List<Path> classPath, String... sources) {
    Map<String, byte[]> old = new TreeMap<>();
    Workbench.compile(8, classPath, sources)
        .forEach((name, classFile) -> old.put(name, withVersion(classFile, major)));
    return old;
  }

  private static byte[] withVersion(byte[] classFile, int major) {
    byte[] old = classFile.clone();
    old[6] = 0;
    old[7] = (byte) major;
    return old;
  }
}
