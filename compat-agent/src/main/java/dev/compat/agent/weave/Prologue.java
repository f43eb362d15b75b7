package dev.compat.agent.weave;

import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The instructions that go before a legacy body: ask the gate, and if it is open return what the
 * route returns.
 *
 * <p>No local variables, no handlers and no members are added, so a loaded class can be woven and
 * unwoven. The body follows behind a frame and a NOP: a loop back to its first instruction may have
 * a frame of its own, and two frames at one offset are refused.
 */
final class Prologue {

  static final int MOST_BYTES = 8_000;
  static final int MOST_ARGUMENT_SLOTS = 250;
  static final int[] INLINING_LIMITS = {35, 325};

  private static final String BOOT = "java/compat/Boot";
  private static final String LINK =
      "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
          + "Ljava/lang/String;Ljava/lang/Class;";
  private static final String SITE = ")Ljava/lang/invoke/CallSite;";
  private static final Handle GATE =
      new Handle(Opcodes.H_INVOKESTATIC, BOOT, "gate", LINK + SITE, false);
  private static final Handle ROUTE =
      new Handle(Opcodes.H_INVOKESTATIC, BOOT, "route", LINK + "Ljava/lang/String;" + SITE, false);

  private final String owner;
  private final MethodRef method;
  private final boolean isStatic;
  private final String migration;

  Prologue(String owner, MethodRef method, boolean isStatic, String migration) {
    this.owner = owner;
    this.method = method;
    this.isStatic = isStatic;
    this.migration = migration;
  }

  /** The most bytes that a prologue of this shape takes. */
  static int length(MethodRef method, boolean isStatic) {
    int loads = isStatic ? 0 : 1;
    int slot = loads;
    for (Type argument : Type.getArgumentTypes(method.descriptor())) {
      loads += slot < 4 ? 1 : slot < 256 ? 2 : 4;
      slot += argument.getSize();
    }
    return 5 + 3 + loads + 5 + 1 + 1;
  }

  MethodRef method() {
    return method;
  }

  boolean isStatic() {
    return isStatic;
  }

  String migration() {
    return migration;
  }

  /** The type of the route: the receiver, unless static, before the parameters. */
  String routeType() {
    return isStatic ? method.descriptor() : "(L" + owner + ";" + method.descriptor().substring(1);
  }

  /** The most operands that the prologue has on the stack at once. */
  int stack() {
    int arguments =
        (Type.getArgumentsAndReturnSizes(method.descriptor()) >> 2) - (isStatic ? 1 : 0);
    return Math.max(Math.max(1, arguments), Type.getReturnType(method.descriptor()).getSize());
  }

  /** Writes the prologue, with call sites as {@code sites} has them. */
  void write(MethodVisitor code, CallSites sites, boolean frames) {
    Label body = new Label();
    sites.askGate(code, this);
    code.visitJumpInsn(Opcodes.IFEQ, body);
    loadArguments(code);
    sites.callRoute(code, this);
    returnResult(code);
    code.visitLabel(body);
    if (frames) {
      code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    }
    code.visitInsn(Opcodes.NOP);
  }

  void loadArguments(MethodVisitor code) {
    int slot = 0;
    if (!isStatic) {
      code.visitVarInsn(Opcodes.ALOAD, slot++);
    }
    for (Type argument : Type.getArgumentTypes(method.descriptor())) {
      code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
      slot += argument.getSize();
    }
  }

  void returnResult(MethodVisitor code) {
    code.visitInsn(Type.getReturnType(method.descriptor()).getOpcode(Opcodes.IRETURN));
  }

  void linkGate(MethodVisitor code) {
    code.visitInvokeDynamicInsn("gate", "()Z", GATE, migration, Type.getObjectType(owner));
  }

  void linkRoute(MethodVisitor code) {
    code.visitInvokeDynamicInsn(
        method.name(),
        routeType(),
        ROUTE,
        migration,
        Type.getObjectType(owner),
        method.descriptor());
  }
}
