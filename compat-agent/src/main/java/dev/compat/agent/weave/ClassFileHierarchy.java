package dev.compat.agent.weave;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * How classes relate by their class files. What has none that can be found may be anything. Reads
 * each class file once; not safe for use by several threads.
 */
public final class ClassFileHierarchy implements Hierarchy {

  private static final String OBJECT = "java.lang.Object";

  private final StateReader.ClassFiles files;
  private final Map<String, LegacyShape> known = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();

  /** A hierarchy of the classes whose files are found by {@code files}. */
  public ClassFileHierarchy(StateReader.ClassFiles files) {
    this.files = files;
  }

  /** Adds a class that others may turn out to extend. */
  public void add(LegacyShape shape) {
    known.putIfAbsent(shape.name(), shape);
  }

  @Override
  public boolean mayBeSuper(String upper, String lower) {
    if (!Hierarchy.isReference(upper) || !Hierarchy.isReference(lower)) {
      return false;
    }
    Type above = Type.getType(upper);
    Type below = Type.getType(lower);
    if (above.getClassName().equals(OBJECT)) {
      return true;
    }
    if (above.getSort() == Type.ARRAY && below.getSort() == Type.ARRAY) {
      return mayBeSuper(upper.substring(1), lower.substring(1)) || upper.equals(lower);
    }
    return above.getSort() != Type.ARRAY
        && below.getSort() != Type.ARRAY
        && (upper.equals(lower) || mayExtend(below.getClassName(), above.getClassName()));
  }

  private boolean mayExtend(String lower, String upper) {
    List<String> ancestors = ancestors(lower);
    return ancestors.contains(upper) || ancestors.stream().anyMatch(name -> shape(name) == null);
  }

  @Override
  public boolean mayBeHidden(String legacy) {
    if (!BY_NAME.mayBeHidden(legacy)) {
      return false;
    }
    LegacyShape shape = shape(Type.getType(legacy.replace("[", "")).getClassName());
    return shape == null
        || !Modifier.isPublic(shape.flags())
        || shape.name().indexOf('.') < 0 // in no package, so that no package can import it
        || isHiddenByOuter(shape);
  }

  private boolean isHiddenByOuter(LegacyShape shape) {
    return !shape.outer().isEmpty() && mayBeHidden("L" + shape.outer().replace('.', '/') + ";");
  }

  @Override
  public List<String> declaring(LegacyShape legacy, Predicate<MethodRef> wanted) {
    List<String> declaring = new ArrayList<>();
    add(legacy);
    for (String name : ancestors(legacy.name())) {
      LegacyShape shape = name.equals(legacy.name()) ? null : shape(name);
      if (shape != null && shape.methods().stream().anyMatch(wanted)) {
        declaring.add(name);
      }
    }
    return declaring;
  }

  @Override
  public List<String> overriding(LegacyShape legacy, MethodRef method) {
    return List.copyOf(known.values()).stream() // their ancestors become known on the way
        .filter(shape -> !shape.name().equals(legacy.name()) && shape.overrides(method))
        .map(LegacyShape::name)
        .filter(name -> ancestors(name).contains(legacy.name()))
        .sorted()
        .toList();
  }

  /** The class itself, what it extends and what it implements, near ones first. */
  private List<String> ancestors(String name) {
    List<String> ancestors = new ArrayList<>();
    Deque<String> next = new ArrayDeque<>(List.of(name));
    while (!next.isEmpty()) {
      String current = next.remove();
      if (!current.equals(OBJECT) && !ancestors.contains(current)) {
        ancestors.add(current);
        LegacyShape shape = shape(current);
        if (shape != null) {
          next.add(shape.parent().isEmpty() ? OBJECT : shape.parent());
          next.addAll(shape.interfaces());
        }
      }
    }
    return ancestors;
  }

  private @Nullable LegacyShape shape(String name) {
    LegacyShape shape = known.get(name);
    if (shape != null || unknown.contains(name)) {
      return shape;
    }
    try {
      byte[] classFile = files.find(name);
      if (classFile != null) {
        LegacyShape read = LegacyShape.read(classFile);
        known.put(name, read);
        return read;
      }
    } catch (IOException | RuntimeException unreadable) {
      // As good as none.
    }
    unknown.add(name);
    return null;
  }
}
