package dev.compat.agent.weave;

import java.lang.invoke.MethodType;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Writes, for one type, the method that asks for the route of a call whose context is read from its
 * arguments.
 *
 * <p>It hands over one argument after the other, each with its own type, so that neither an array
 * is made nor a number boxed that nobody looks at. What fails on the way sends the call to legacy.
 */
public final class DecisionWriter {

  /** The name of the method. */
  public static final String DECIDE = "decide";

  private static final String JOIN_POINT = "dev/compat/call/JoinPoint";
  private static final String TABLE = "Ldev/compat/call/Table;";
  private static final String CALLER = "Ldev/compat/call/Caller;";
  private static final String ROUTE = "Ldev/compat/flag/Route;";
  private static final String THROWABLE = "java/lang/Throwable";

  private DecisionWriter() {}

  /** The type of {@value #DECIDE}: join point and table before the arguments. */
  public static MethodType type(MethodType erased) {
    return erased
        .insertParameterTypes(0, dev.compat.call.JoinPoint.class, dev.compat.call.Table.class)
        .changeReturnType(dev.compat.flag.Route.class);
  }

  /**
   * Writes a class into the package of {@code neighbour}.
   *
   * @param erased the type of the legacy method with its receiver, without any class but {@code
   *     Object}
   */
  public static byte[] write(Class<?> neighbour, MethodType erased) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String name = neighbour.getPackageName().replace('.', '/') + "/Decision";
    int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
    writer.visit(Opcodes.V17, access, name, null, "java/lang/Object", null);
    String type = type(erased).toMethodDescriptorString();
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, DECIDE, type, null, null);
    code.visitCode();
    body(code, Type.getArgumentTypes(erased.toMethodDescriptorString()));
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void body(MethodVisitor code, Type[] arguments) {
    Label start = new Label();
    Label end = new Label();
    Label failed = new Label();
    code.visitTryCatchBlock(start, end, failed, THROWABLE);
    code.visitLabel(start);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    push(code, arguments.length);
    call(code, JOIN_POINT, "caller", "(" + TABLE + "I)" + CALLER);
    take(code, arguments);
    call(code, JOIN_POINT, "route", "(" + TABLE + CALLER + ")" + ROUTE);
    code.visitInsn(Opcodes.ARETURN);
    code.visitLabel(end);
    code.visitLabel(failed);
    code.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {THROWABLE});
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.SWAP);
    call(code, JOIN_POINT, "undecided", "(L" + THROWABLE + ";)" + ROUTE);
    code.visitInsn(Opcodes.ARETURN);
  }

  /** The caller is on the stack, and stays there. */
  private static void take(MethodVisitor code, Type[] arguments) {
    int slot = 2;
    for (int i = 0; i < arguments.length; i++) {
      code.visitInsn(Opcodes.DUP);
      push(code, i);
      code.visitVarInsn(arguments[i].getOpcode(Opcodes.ILOAD), slot);
      String type = "(I" + arguments[i].getDescriptor() + ")V";
      call(code, "dev/compat/call/Caller", "take", type);
      slot += arguments[i].getSize();
    }
  }

  private static void push(MethodVisitor code, int value) {
    code.visitIntInsn(Opcodes.SIPUSH, value);
  }

  private static void call(MethodVisitor code, String owner, String name, String type) {
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, type, false);
  }
}
