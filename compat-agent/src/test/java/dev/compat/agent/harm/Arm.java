package dev.compat.agent.harm;

import java.io.IOException;
import java.util.List;

/** A method as a caller sees it: legacy's, its replacement's, or the way to both. */
@FunctionalInterface
public interface Arm {
  Object answer(List<Object> given) throws IOException;
}
