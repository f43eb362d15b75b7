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
 * @param access the access flags of every method that it declares, bridges included
 */
public record LegacyShape(
    String name, String parent, List<String> interfaces, Map<MethodRef, Integer> access) {

  /** Makes a shape. */
  public LegacyShape {
    interfaces = List.copyOf(interfaces);
    access = Collections.unmodifiableMap(new LinkedHashMap<>(access));
  }

  /** Reads a class file. */
  public static LegacyShape read(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    Map<MethodRef, Integer> access = new LinkedHashMap<>();
    ClassVisitor collector =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int flags,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            access.put(new MethodRef(name, descriptor), flags);
            return null;
          }
        };
    int parts = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
    reader.accept(collector, parts);
    String parent = reader.getSuperName();
    return new LegacyShape(
        binary(reader.getClassName()),
        parent == null ? "" : binary(parent),
        Arrays.stream(reader.getInterfaces()).map(LegacyShape::binary).toList(),
        access);
  }

  /** Whether a method of that name is declared. */
  boolean declares(String method) {
    return methods().stream().anyMatch(one -> one.name().equals(method));
  }

  /** Looks at a loaded class. */
  public static LegacyShape of(Class<?> legacy) {
    Map<MethodRef, Integer> access = new LinkedHashMap<>();
    for (Method method : legacy.getDeclaredMethods()) {
      access.put(MethodRef.of(method), method.getModifiers());
    }
    Class<?> parent = legacy.getSuperclass();
    return new LegacyShape(
        legacy.getName(),
        parent == null ? "" : parent.getName(),
        Arrays.stream(legacy.getInterfaces()).map(Class::getName).toList(),
        access);
  }

  private static String binary(String internalName) {
    return internalName.replace('/', '.');
  }

  /** The methods that have a place in the source: all but bridges. */
  public List<MethodRef> methods() {
    return access.keySet().stream().filter(method -> !is(method, Opcodes.ACC_BRIDGE)).toList();
  }

  boolean isStatic(MethodRef method) {
    return is(method, Opcodes.ACC_STATIC);
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
