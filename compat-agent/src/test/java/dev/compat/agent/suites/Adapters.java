package dev.compat.agent.suites;

import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.Replaces;
import dev.compat.agent.weave.MethodRef;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Writes the class files of adapters: many of the types that they name no source can name. */
final class Adapters {

  private final Map<String, byte[]> classFiles = new TreeMap<>();

  /** What an adapter's method does with its arguments. */
  @FunctionalInterface
  private interface Body {
    void write(MethodVisitor code, MethodRef method);
  }

  /** By the names of their entries in a jar. */
  Map<String, byte[]> classFiles() {
    return classFiles;
  }

  /** Adds an adapter whose methods must never be called. */
  void addInert(String legacy, String migration, Collection<MethodRef> methods) {
    add(legacy, migration, methods, false, (code, method) -> fail(code));
  }

  /** Adds an adapter that calls the static methods of a copy. */
  void addDelegating(
      String legacy, String migration, Collection<MethodRef> methods, SecondCopy to) {
    add(
        legacy,
        migration,
        methods,
        true,
        (code, method) -> {
          int slot = 1;
          for (Type argument : Type.getArgumentTypes(method.descriptor())) {
            code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
            slot += argument.getSize();
          }
          code.visitMethodInsn(
              Opcodes.INVOKESTATIC,
              to.name(),
              method.name(),
              method.descriptor(),
              to.isInterface());
          code.visitInsn(Type.getReturnType(method.descriptor()).getOpcode(Opcodes.IRETURN));
        });
  }

  private void add(
      String legacy, String migration, Collection<MethodRef> methods, boolean isPure, Body body) {
    if (methods.isEmpty()) {
      return;
    }
    String name = "plug/" + migration + "/Adapter" + classFiles.size();
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
    AnnotationVisitor replaces = writer.visitAnnotation(Type.getDescriptor(Replaces.class), true);
    replaces.visit("name", legacy);
    replaces.visit("migration", migration);
    replaces.visitEnd();
    if (isPure) {
      AnnotationVisitor effects = writer.visitAnnotation(Type.getDescriptor(Effects.class), true);
      effects.visitEnum("replacement", Type.getDescriptor(Effect.class), Effect.NONE.name());
      effects.visitEnd();
    }
    method(writer, new MethodRef("<init>", "()V"), Adapters::construct);
    methods.forEach(method -> method(writer, method, body));
    writer.visitEnd();
    classFiles.put(name + ".class", writer.toByteArray());
  }

  private static void method(ClassWriter writer, MethodRef method, Body body) {
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC, method.name(), method.descriptor(), null, null);
    code.visitCode();
    body.write(code, method);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void construct(MethodVisitor code, MethodRef method) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
  }

  private static void fail(MethodVisitor code) {
    code.visitTypeInsn(Opcodes.NEW, "java/lang/IllegalStateException");
    code.visitInsn(Opcodes.DUP);
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL, "java/lang/IllegalStateException", "<init>", "()V", false);
    code.visitInsn(Opcodes.ATHROW);
  }
}
