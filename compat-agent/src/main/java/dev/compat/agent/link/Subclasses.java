package dev.compat.agent.link;

import dev.compat.agent.weave.LegacyShape;
import dev.compat.agent.weave.MethodRef;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the classes loaded by now that override methods of a legacy class, by their class files:
 * looking at them by reflection could load more. Runs code of the application's loaders, so it
 * belongs on a background thread. Immutable.
 *
 * @param instrumentation null where nothing is to be found
 */
record Subclasses(@Nullable Instrumentation instrumentation) {

  /** Arming waits for this. */
  private static final int MOST = 200;

  /**
   * The names of classes that override {@code methods} of {@code legacy}; without those none do.
   */
  Map<MethodRef, List<String>> overriding(Class<?> legacy, Collection<MethodRef> methods) {
    List<LegacyShape> subclasses = subclasses(legacy);
    Map<MethodRef, List<String>> overriding = new TreeMap<>();
    for (MethodRef method : methods) {
      List<String> names =
          subclasses.stream()
              .filter(shape -> shape.overrides(method))
              .map(LegacyShape::name)
              .sorted()
              .toList();
      if (!names.isEmpty()) {
        overriding.put(method, names);
      }
    }
    return overriding;
  }

  private List<LegacyShape> subclasses(Class<?> legacy) {
    List<LegacyShape> shapes = new ArrayList<>();
    Class<?>[] all =
        instrumentation == null ? new Class<?>[0] : instrumentation.getAllLoadedClasses();
    for (Class<?> each : all) {
      if (shapes.size() < MOST
          && each != legacy
          && each.getClassLoader() != null
          && legacy.isAssignableFrom(each)) {
        LegacyShape shape = shape(each);
        if (shape != null) {
          shapes.add(shape);
        }
      }
    }
    return shapes;
  }

  private static @Nullable LegacyShape shape(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
      return in == null ? null : LegacyShape.read(in.readAllBytes());
    } catch (IOException | RuntimeException | LinkageError unreadable) {
      return null;
    }
  }
}
