package dev.compat.agent.weave;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * What a legacy class declares, read from its class file or off the loaded class. Immutable.
 *
 * @param name its binary name
 * @param parent the binary name of its superclass; empty if it has none
 * @param interfaces the binary names of the interfaces that it names itself
 * @param flags the access flags of the class, those of a nested one as its source has them
 * @param outer the binary name of the class that it is nested in; empty if it is not
 * @param access the access flags of every method that it declares, bridges included
 */
public record LegacyShape(
    String name,
    String parent,
    List<String> interfaces,
    int flags,
    String outer,
    Map<MethodRef, Integer> access) {

  /** Makes a shape. */
  public LegacyShape {
    interfaces = List.copyOf(interfaces);
    access = Collections.unmodifiableMap(new LinkedHashMap<>(access));
  }

  /** Reads a class file. */
  public static LegacyShape read(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    Collector collector = new Collector(reader.getClassName(), reader.getAccess());
    int parts = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
    reader.accept(collector, parts);
    String parent = reader.getSuperName();
    return new LegacyShape(
        binary(reader.getClassName()),
        parent == null ? "" : binary(parent),
        Arrays.stream(reader.getInterfaces()).map(LegacyShape::binary).toList(),
        collector.flags,
        collector.outer,
        collector.access);
  }

  private static final class Collector extends ClassVisitor {
    private final String internalName;
    private final Map<MethodRef, Integer> access = new LinkedHashMap<>();
    private int flags;
    private String outer = "";

    Collector(String internalName, int flags) {
      super(Opcodes.ASM9);
      this.internalName = internalName;
      this.flags = flags;
    }

    @Override
    public void visitInnerClass(
        String inner, @Nullable String outerName, @Nullable String innerName, int innerFlags) {
      if (inner.equals(internalName)) {
        flags = innerFlags;
        outer = outerName == null ? "" : binary(outerName);
      }
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int methodFlags,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      access.put(new MethodRef(name, descriptor), methodFlags);
      return null;
    }
  }

  /** Looks at a loaded class. */
  public static LegacyShape of(Class<?> legacy) {
    Map<MethodRef, Integer> access = new LinkedHashMap<>();
    for (Method method : legacy.getDeclaredMethods()) {
      access.put(MethodRef.of(method), method.getModifiers());
    }
    Class<?> parent = legacy.getSuperclass();
    Class<?> outer = legacy.getDeclaringClass();
    return new LegacyShape(
        legacy.getName(),
        parent == null ? "" : parent.getName(),
        Arrays.stream(legacy.getInterfaces()).map(Class::getName).toList(),
        legacy.getModifiers(),
        outer == null ? "" : outer.getName(),
        access);
  }

  private static String binary(String internalName) {
    return internalName.replace('/', '.');
  }

  /** Whether a method of that name is declared. */
  boolean declares(String method) {
    return methods().stream().anyMatch(one -> one.name().equals(method));
  }

  /** The methods that have a place in the source: all but bridges. */
  public List<MethodRef> methods() {
    return access.keySet().stream().filter(method -> !is(method, Opcodes.ACC_BRIDGE)).toList();
  }

  /** Whether it declares, and not for itself alone, a method with this name and parameters. */
  public boolean overrides(MethodRef method) {
    int none = Opcodes.ACC_STATIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_BRIDGE | Opcodes.ACC_ABSTRACT;
    return access.entrySet().stream()
        .anyMatch(
            each ->
                (each.getValue() & none) == 0
                    && each.getKey().name().equals(method.name())
                    && each.getKey().parameters().equals(method.parameters()));
  }

  boolean isStatic(MethodRef method) {
    return is(method, Opcodes.ACC_STATIC);
  }

  /** Whether no other class can override a method. */
  public boolean isPrivateOrStatic(MethodRef method) {
    return is(method, Opcodes.ACC_PRIVATE) || isStatic(method);
  }

  boolean isBridge(MethodRef method) {
    return is(method, Opcodes.ACC_BRIDGE);
  }

  /** Those of its methods that are synchronized. */
  Set<MethodRef> locked() {
    return access.keySet().stream()
        .filter(method -> is(method, Modifier.SYNCHRONIZED))
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean is(MethodRef method, int flag) {
    return (access.getOrDefault(method, 0) & flag) != 0;
  }
}
