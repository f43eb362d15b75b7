package dev.compat.agent.weave;

import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes an anchor: a class with one static field, defined into an application loader so that what
 * the field holds lives and dies with that loader.
 */
public final class AnchorWriter {

  /** The name of the anchor's field, of type {@code Object}. */
  public static final String FIELD = "held";

  private AnchorWriter() {}

  /** Writes an anchor for the package of {@code neighbour}. */
  public static byte[] write(Class<?> neighbour, String simpleName) {
    String name = neighbour.getPackageName().replace('.', '/') + "/" + simpleName;
    ClassWriter writer = new ClassWriter(0);
    int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
    writer.visit(
        Opcodes.V17,
        access,
        name.startsWith("/") ? simpleName : name,
        null,
        "java/lang/Object",
        null);
    writer.visitField(Opcodes.ACC_STATIC, FIELD, "Ljava/lang/Object;", null, null).visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }
}
