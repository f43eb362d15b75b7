package dev.compat.agent.init;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds class files of the application. */
public interface ClassFiles {

  /** The class file of that binary name; null when there is none. */
  byte @Nullable [] find(String binaryName) throws IOException;

  /** The binary names of all there are. */
  Set<String> names() throws IOException;
}
