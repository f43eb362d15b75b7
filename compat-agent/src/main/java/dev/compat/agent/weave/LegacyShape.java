package dev.compat.agent.weave;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * What a legacy class declares, read from its class file.
 *
 * @param name its binary name
 * @param parent the binary name of its superclass
 * @param locked those of its methods that are synchronized
 */
public record LegacyShape(
    String name, String parent, List<MethodRef> methods, Set<MethodRef> locked) {

  /** Reads a class file. */
  public static LegacyShape read(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    List<MethodRef> methods = new ArrayList<>();
    Set<MethodRef> locked = new HashSet<>();
    ClassVisitor collector =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            if ((access & Opcodes.ACC_BRIDGE) == 0) {
              methods.add(new MethodRef(name, descriptor));
            }
            if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
              locked.add(new MethodRef(name, descriptor));
            }
            return null;
          }
        };
    int parts = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
    reader.accept(collector, parts);
    String parent = reader.getSuperName();
    return new LegacyShape(
        reader.getClassName().replace('/', '.'),
        parent == null ? "" : parent.replace('/', '.'),
        List.copyOf(methods),
        Set.copyOf(locked));
  }

  /** Whether a method of that name is declared. */
  boolean declares(String method) {
    return methods.stream().anyMatch(one -> one.name().equals(method));
  }

  /** The declared method with the name and parameters of {@code method}; null if there is none. */
  @Nullable MethodRef counterpart(MethodRef method) {
    for (MethodRef candidate : methods) {
      if (candidate.name().equals(method.name())
          && candidate.parameters().equals(method.parameters())) {
        return candidate;
      }
    }
    return null;
  }
}
