package dev.compat.agent.weave;

import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes a door: a class in a package of a plugin with one static method, which gives a lookup with
 * all rights there. From another module such rights cannot be had.
 */
public final class DoorWriter {

  /** The name of the method, {@code ()Lookup}. */
  public static final String LOOKUP = "lookup";

  private static final String TYPE = "()Ljava/lang/invoke/MethodHandles$Lookup;";

  private DoorWriter() {}

  /** Writes the door {@code name}, a binary name. */
  public static byte[] write(String name) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
    writer.visit(Opcodes.V17, access, name.replace('.', '/'), null, "java/lang/Object", null);
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, LOOKUP, TYPE, null, null);
    code.visitCode();
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, "java/lang/invoke/MethodHandles", "lookup", TYPE, false);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
