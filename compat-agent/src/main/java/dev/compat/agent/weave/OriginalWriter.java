package dev.compat.agent.weave;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Writes the class behind an original: each method calls a handle with its own parameters, without
 * boxing.
 *
 * <p>The handles are the hidden class's data, a list of {@link MethodHandle}s in the order of the
 * methods and of their very types, so the JIT sees constants.
 */
public final class OriginalWriter {

  private static final String HANDLE = "java/lang/invoke/MethodHandle";
  private static final Handle CLASS_DATA_AT =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "java/lang/invoke/MethodHandles",
          "classDataAt",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;I)"
              + "Ljava/lang/Object;",
          false);

  private OriginalWriter() {}

  /** Writes a class that implements {@code original}, whose abstract methods are these. */
  public static byte[] write(Class<?> original, List<Method> methods) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
    String name = Type.getInternalName(original);
    writer.visit(
        Opcodes.V17, access, name + "$Compat", null, "java/lang/Object", new String[] {name});
    writeConstructor(writer);
    for (int i = 0; i < methods.size(); i++) {
      write(writer, MethodRef.of(methods.get(i)), i);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void writeConstructor(ClassWriter writer) {
    MethodVisitor code = writer.visitMethod(0, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void write(ClassWriter writer, MethodRef method, int index) {
    String type = method.descriptor();
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, method.name(), type, null, null);
    code.visitCode();
    code.visitLdcInsn(new ConstantDynamic("_", "L" + HANDLE + ";", CLASS_DATA_AT, index));
    int slot = 1;
    for (Type argument : Type.getArgumentTypes(type)) {
      code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
      slot += argument.getSize();
    }
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, HANDLE, "invokeExact", type, false);
    code.visitInsn(Type.getReturnType(type).getOpcode(Opcodes.IRETURN));
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
