package dev.compat.agent.weave;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Writes, for one type, the methods that go around an arm and must leave nothing behind.
 *
 * <p>What they change they put back by plain field writes in their own frame. A method handle's
 * {@code tryFinally} calls its cleanup, and at the edge of the stack a call may fail even where one
 * of the same depth succeeded before: one was compiled, the other was interpreted.
 */
public final class FrameWriter {

  /** The name of the method that enters legacy past a gate. */
  public static final String PASSING = "passing";

  /** The name of the method that records what an arm did. */
  public static final String RECORDED = "recorded";

  /** The name of the method that records what the new arm did, and lets legacy answer instead. */
  public static final String FALLING_BACK = "fallingBack";

  /** The name of the method that enters legacy past a gate while it is observed. */
  public static final String OBSERVED = "observed";

  private static final String CELL = "java/compat/Cell";
  private static final String GATE = "java/compat/Gate";
  private static final String GATE_TYPE = "Ljava/compat/Gate;";
  private static final String OBSERVED_METHOD = "dev/compat/observe/ObservedMethod";
  private static final String JOIN_POINT = "dev/compat/call/JoinPoint";
  private static final String ARM = "dev/compat/evidence/Arm";
  private static final String HANDLE = "java/lang/invoke/MethodHandle";
  private static final String THROWABLE = "java/lang/Throwable";

  private FrameWriter() {}

  /**
   * Writes a class into the package of {@code neighbour}.
   *
   * @param erased the type of the arm, without any class but {@code Object}
   */
  public static byte[] write(Class<?> neighbour, MethodType erased) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    String name = neighbour.getPackageName().replace('.', '/') + "/Frame";
    int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
    writer.visit(Opcodes.V17, access, name, null, "java/lang/Object", null);
    new Body(writer, PASSING, erased, List.of(GATE, HANDLE)).passing();
    new Body(writer, RECORDED, erased, List.of(JOIN_POINT, ARM, HANDLE)).recorded();
    new Body(writer, FALLING_BACK, erased, List.of(JOIN_POINT, HANDLE, HANDLE)).fallingBack();
    new Body(writer, OBSERVED, erased, List.of(OBSERVED_METHOD, GATE, HANDLE, HANDLE)).observed();
    writer.visitEnd();
    return writer.toByteArray();
  }

  /** The type of {@value #PASSING}: gate and legacy before the arguments. */
  public static MethodType passing(MethodType erased) {
    return erased.insertParameterTypes(0, java.compat.Gate.class, MethodHandle.class);
  }

  /** The type of {@value #RECORDED}: join point, arm and its handle before the arguments. */
  public static MethodType recorded(MethodType erased) {
    return erased.insertParameterTypes(
        0, dev.compat.call.JoinPoint.class, dev.compat.evidence.Arm.class, MethodHandle.class);
  }

  /**
   * The type of {@value #FALLING_BACK}: join point, the handle of legacy, which takes what {@link
   * dev.compat.call.JoinPoint#fallBack} said before the arguments, and that of the new arm.
   */
  public static MethodType fallingBack(MethodType erased) {
    return erased.insertParameterTypes(
        0, dev.compat.call.JoinPoint.class, MethodHandle.class, MethodHandle.class);
  }

  /**
   * The type of {@value #OBSERVED}: observed method, gate, what looks at a call of the sample, and
   * legacy, before the arguments.
   */
  public static MethodType observed(MethodType erased) {
    return erased.insertParameterTypes(
        0,
        dev.compat.observe.ObservedMethod.class,
        java.compat.Gate.class,
        MethodHandle.class,
        MethodHandle.class);
  }

  /** One method. What is bound comes first, the arm's handle last of that, then its arguments. */
  private static final class Body {
    /** Where an observed method has what looks at its calls. */
    private static final int LOOK = 2;

    private final MethodVisitor code;
    private final String descriptor;
    private final Type result;
    private final int handle;
    private final int free;
    private final List<Object> locals = new ArrayList<>();

    Body(ClassWriter writer, String name, MethodType erased, List<String> bound) {
      descriptor = erased.toMethodDescriptorString();
      result = Type.getReturnType(descriptor);
      handle = bound.size() - 1;
      locals.addAll(bound);
      StringBuilder all = new StringBuilder("(");
      bound.forEach(type -> all.append('L').append(type).append(';'));
      int next = bound.size();
      for (Type argument : Type.getArgumentTypes(descriptor)) {
        locals.add(frameType(argument));
        next += argument.getSize();
      }
      free = next;
      int access = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
      String type = all + descriptor.substring(1);
      code = writer.visitMethod(access, name, type, null, null);
      code.visitCode();
    }

    /** Cell.pass = gate; try { return legacy(...) } finally { diverted = pass; pass = null }. */
    void passing() {
      Label start = new Label();
      Label end = new Label();
      Label thrown = new Label();
      code.visitTryCatchBlock(start, end, thrown, null);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, CELL, "current", "()L" + CELL + ";", false);
      code.visitVarInsn(Opcodes.ASTORE, free);
      code.visitLabel(start);
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitFieldInsn(Opcodes.PUTFIELD, CELL, "pass", GATE_TYPE);
      callArm();
      code.visitLabel(end);
      takePassBack();
      code.visitInsn(result.getOpcode(Opcodes.IRETURN));
      code.visitLabel(thrown);
      frame(List.of(CELL), THROWABLE);
      takePassBack();
      code.visitInsn(Opcodes.ATHROW);
      finish();
    }

    /**
     * As {@link #passing}, one observed call deeper. A call in the sample is timed here, by the
     * same compiled code that runs all the others.
     */
    void observed() {
      Label start = new Label();
      Label end = new Label();
      Label thrown = new Label();
      List<Object> mine =
          List.of(CELL, Opcodes.INTEGER, Opcodes.INTEGER, Opcodes.LONG, Opcodes.LONG);
      code.visitTryCatchBlock(start, end, thrown, null);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, CELL, "current", "()L" + CELL + ";", false);
      code.visitInsn(Opcodes.DUP);
      code.visitVarInsn(Opcodes.ASTORE, free);
      code.visitFieldInsn(Opcodes.GETFIELD, CELL, "observed", "I");
      code.visitVarInsn(Opcodes.ISTORE, depth());
      begin(mine);
      code.visitLabel(start);
      putDepth(1);
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitFieldInsn(Opcodes.PUTFIELD, CELL, "pass", GATE_TYPE);
      callArm();
      code.visitLabel(end);
      takePassBack();
      putDepth(0);
      endReturning(new ArrayList<>(mine));
      code.visitLabel(thrown);
      frame(mine, THROWABLE);
      code.visitVarInsn(Opcodes.ASTORE, kept());
      takePassBack();
      putDepth(0);
      List<Object> all = new ArrayList<>(mine);
      all.add(THROWABLE);
      tell(all, true);
      code.visitVarInsn(Opcodes.ALOAD, kept());
      code.visitInsn(Opcodes.ATHROW);
      finish();
    }

    private int depth() {
      return free + 1;
    }

    private int weight() {
      return free + 2;
    }

    private int started() {
      return free + 3;
    }

    private int spent() {
      return free + 5;
    }

    private int kept() {
      return free + 7;
    }

    /**
     * weight = start(); if (weight != 0) { look(weight, ...); started = nanoTime() }, and what that
     * took is noted: calls around this one are not to be told longer for it.
     */
    private void begin(List<Object> mine) {
      Label start = new Label();
      Label end = new Label();
      Label failed = new Label();
      Label begun = new Label();
      code.visitTryCatchBlock(start, end, failed, null);
      code.visitInsn(Opcodes.ICONST_0);
      code.visitVarInsn(Opcodes.ISTORE, weight());
      code.visitInsn(Opcodes.LCONST_0);
      code.visitVarInsn(Opcodes.LSTORE, started());
      code.visitInsn(Opcodes.LCONST_0);
      code.visitVarInsn(Opcodes.LSTORE, spent());
      code.visitLabel(start);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitFieldInsn(Opcodes.GETFIELD, CELL, "candidate", "Z");
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, OBSERVED_METHOD, "start", "(Z)I", false);
      code.visitInsn(Opcodes.DUP);
      code.visitVarInsn(Opcodes.ISTORE, weight());
      code.visitJumpInsn(Opcodes.IFEQ, begun);
      readClock(started());
      code.visitVarInsn(Opcodes.ALOAD, LOOK);
      code.visitVarInsn(Opcodes.ILOAD, weight());
      callWithArguments("(I" + descriptor.substring(1, descriptor.indexOf(')')) + ")V");
      readClock(spent());
      code.visitVarInsn(Opcodes.LLOAD, spent());
      code.visitVarInsn(Opcodes.LLOAD, started());
      code.visitInsn(Opcodes.LSUB);
      code.visitVarInsn(Opcodes.LLOAD, spent());
      code.visitVarInsn(Opcodes.LSTORE, started());
      code.visitVarInsn(Opcodes.LSTORE, spent());
      addToSpent(spent());
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitFieldInsn(Opcodes.GETFIELD, CELL, "spent", "J");
      code.visitVarInsn(Opcodes.LSTORE, spent());
      code.visitLabel(end);
      code.visitJumpInsn(Opcodes.GOTO, begun);
      code.visitLabel(failed);
      frame(mine, THROWABLE);
      code.visitInsn(Opcodes.POP);
      code.visitInsn(Opcodes.ICONST_0);
      code.visitVarInsn(Opcodes.ISTORE, weight());
      code.visitLabel(begun);
      frame(mine, null);
    }

    private void readClock(int local) {
      code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
      code.visitVarInsn(Opcodes.LSTORE, local);
    }

    /** Cell.spent += local. */
    private void addToSpent(int local) {
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitFieldInsn(Opcodes.GETFIELD, CELL, "spent", "J");
      code.visitVarInsn(Opcodes.LLOAD, local);
      code.visitInsn(Opcodes.LADD);
      code.visitFieldInsn(Opcodes.PUTFIELD, CELL, "spent", "J");
    }

    private void endReturning(List<Object> all) {
      Label tell = new Label();
      Label done = new Label();
      boolean isVoid = result.getSort() == Type.VOID;
      if (!isVoid) {
        code.visitVarInsn(result.getOpcode(Opcodes.ISTORE), kept());
        all.add(frameType(result));
      }
      code.visitVarInsn(Opcodes.ILOAD, weight());
      code.visitJumpInsn(Opcodes.IFNE, tell);
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitFieldInsn(Opcodes.GETFIELD, CELL, "deeper", "I");
      code.visitJumpInsn(Opcodes.IFEQ, done);
      code.visitLabel(tell);
      frame(all, null);
      tell(all, false);
      code.visitLabel(done);
      frame(all, null);
      if (!isVoid) {
        code.visitVarInsn(result.getOpcode(Opcodes.ILOAD), kept());
      }
      code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    }

    /** Cell.observed = the depth found, or one more. */
    private void putDepth(int more) {
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitVarInsn(Opcodes.ILOAD, depth());
      if (more > 0) {
        code.visitInsn(Opcodes.ICONST_1);
        code.visitInsn(Opcodes.IADD);
      }
      code.visitFieldInsn(Opcodes.PUTFIELD, CELL, "observed", "I");
    }

    /**
     * Tells the observed method what it ended with; what that throws goes no further. It is told to
     * have begun later by what observing took of the time inside it.
     */
    private void tell(List<Object> more, boolean hasThrown) {
      Label start = new Label();
      Label end = new Label();
      Label failed = new Label();
      Label told = new Label();
      boolean hasObject = result.getSort() == Type.OBJECT || result.getSort() == Type.ARRAY;
      code.visitTryCatchBlock(start, end, failed, null);
      code.visitLabel(start);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(Opcodes.ILOAD, weight());
      code.visitVarInsn(Opcodes.LLOAD, started());
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitFieldInsn(Opcodes.GETFIELD, CELL, "spent", "J");
      code.visitInsn(Opcodes.LADD);
      code.visitVarInsn(Opcodes.LLOAD, spent());
      code.visitInsn(Opcodes.LSUB);
      loadOrNull(hasObject && !hasThrown);
      loadOrNull(hasThrown);
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitFieldInsn(Opcodes.GETFIELD, CELL, "deeper", "I");
      String type = "(IJLjava/lang/Object;L" + THROWABLE + ";I)J";
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, OBSERVED_METHOD, "ended", type, false);
      code.visitVarInsn(Opcodes.LSTORE, started());
      addToSpent(started());
      code.visitLabel(end);
      code.visitJumpInsn(Opcodes.GOTO, told);
      code.visitLabel(failed);
      frame(more, THROWABLE);
      code.visitInsn(Opcodes.POP);
      code.visitLabel(told);
      frame(more, null);
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitInsn(Opcodes.ICONST_0);
      code.visitFieldInsn(Opcodes.PUTFIELD, CELL, "deeper", "I");
    }

    private void loadOrNull(boolean isThere) {
      if (isThere) {
        code.visitVarInsn(Opcodes.ALOAD, kept());
      } else {
        code.visitInsn(Opcodes.ACONST_NULL);
      }
    }

    private void takePassBack() {
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitFieldInsn(Opcodes.GETFIELD, CELL, "pass", GATE_TYPE);
      code.visitFieldInsn(Opcodes.PUTFIELD, CELL, "diverted", GATE_TYPE);
      code.visitVarInsn(Opcodes.ALOAD, free);
      code.visitInsn(Opcodes.ACONST_NULL);
      code.visitFieldInsn(Opcodes.PUTFIELD, CELL, "pass", GATE_TYPE);
    }

    /** Whatever the arm did is what the caller gets, even if recording it fails. */
    void recorded() {
      Label thrown = new Label();
      recordAnswer(thrown);
      code.visitLabel(thrown);
      frame(List.of(Opcodes.LONG), THROWABLE);
      code.visitVarInsn(Opcodes.ASTORE, free + 2);
      record(List.of(Opcodes.LONG, THROWABLE), true);
      code.visitVarInsn(Opcodes.ALOAD, free + 2);
      code.visitInsn(Opcodes.ATHROW);
      finish();
    }

    /**
     * As {@link #recorded}, but where the arm throws the join point is asked whether legacy answers
     * instead. If even that fails the caller gets what the arm threw.
     */
    void fallingBack() {
      Label thrown = new Label();
      recordAnswer(thrown);
      code.visitLabel(thrown);
      frame(List.of(Opcodes.LONG), THROWABLE);
      code.visitVarInsn(Opcodes.ASTORE, free + 2);
      askHow();
      Label legacy = new Label();
      code.visitJumpInsn(Opcodes.IFNE, legacy);
      throwKept();
      code.visitLabel(legacy);
      frame(List.of(Opcodes.LONG, THROWABLE, Opcodes.INTEGER), null);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitVarInsn(Opcodes.ILOAD, free + 3);
      callWithArguments("(I" + descriptor.substring(1));
      code.visitInsn(result.getOpcode(Opcodes.IRETURN));
      finish();
    }

    private void throwKept() {
      code.visitVarInsn(Opcodes.ALOAD, free + 2);
      code.visitInsn(Opcodes.ATHROW);
    }

    /**
     * Leaves on the stack, and in a variable, what the join point says; nothing else if it fails.
     */
    private void askHow() {
      Label start = new Label();
      Label end = new Label();
      Label failed = new Label();
      Label done = new Label();
      code.visitTryCatchBlock(start, end, failed, null);
      code.visitLabel(start);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(Opcodes.ALOAD, free + 2);
      code.visitVarInsn(Opcodes.LLOAD, free);
      String type = "(L" + THROWABLE + ";J)I";
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, JOIN_POINT, "fallBack", type, false);
      code.visitVarInsn(Opcodes.ISTORE, free + 3);
      code.visitLabel(end);
      code.visitJumpInsn(Opcodes.GOTO, done);
      code.visitLabel(failed);
      List<Object> more = List.of(Opcodes.LONG, THROWABLE);
      frame(more, THROWABLE);
      code.visitInsn(Opcodes.POP);
      throwKept();
      code.visitLabel(done);
      frame(List.of(Opcodes.LONG, THROWABLE, Opcodes.INTEGER), null);
      code.visitVarInsn(Opcodes.ILOAD, free + 3);
    }

    /** Calls the arm, records what it returned and returns it; goes on where it has thrown. */
    private void recordAnswer(Label thrown) {
      Label start = new Label();
      Label end = new Label();
      code.visitTryCatchBlock(start, end, thrown, null);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, JOIN_POINT, "start", "()J", false);
      code.visitVarInsn(Opcodes.LSTORE, free);
      code.visitLabel(start);
      callArm();
      code.visitLabel(end);
      int kept = free + 2;
      if (result.getSort() != Type.VOID) {
        code.visitVarInsn(result.getOpcode(Opcodes.ISTORE), kept);
        record(List.of(Opcodes.LONG, frameType(result)), false);
        code.visitVarInsn(result.getOpcode(Opcodes.ILOAD), kept);
      } else {
        record(List.of(Opcodes.LONG), false);
      }
      code.visitInsn(result.getOpcode(Opcodes.IRETURN));
    }

    /** Tells the join point; what that throws goes no further. */
    private void record(List<Object> more, boolean hasThrown) {
      Label start = new Label();
      Label end = new Label();
      Label failed = new Label();
      Label done = new Label();
      code.visitTryCatchBlock(start, end, failed, null);
      code.visitLabel(start);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      if (locals.get(1).equals(ARM)) {
        code.visitVarInsn(Opcodes.ALOAD, 1);
      } else {
        code.visitFieldInsn(Opcodes.GETSTATIC, ARM, "NEW", "L" + ARM + ";");
      }
      if (hasThrown) {
        code.visitVarInsn(Opcodes.ALOAD, free + 2);
      } else {
        code.visitInsn(Opcodes.ACONST_NULL);
      }
      code.visitVarInsn(Opcodes.LLOAD, free);
      String type = "(L" + ARM + ";L" + THROWABLE + ";J)V";
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, JOIN_POINT, "finished", type, false);
      code.visitLabel(end);
      code.visitJumpInsn(Opcodes.GOTO, done);
      code.visitLabel(failed);
      frame(more, THROWABLE);
      code.visitInsn(Opcodes.POP);
      code.visitLabel(done);
      frame(more, null);
    }

    private void callArm() {
      code.visitVarInsn(Opcodes.ALOAD, handle);
      callWithArguments(descriptor);
    }

    private void callWithArguments(String type) {
      int slot = handle + 1;
      for (Type argument : Type.getArgumentTypes(descriptor)) {
        code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
        slot += argument.getSize();
      }
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, HANDLE, "invokeExact", type, false);
    }

    private void frame(List<Object> more, @Nullable Object operand) {
      List<Object> all = new ArrayList<>(locals);
      all.addAll(more);
      Object[] operands = operand == null ? new Object[0] : new Object[] {operand};
      code.visitFrame(Opcodes.F_FULL, all.size(), all.toArray(), operands.length, operands);
    }

    private void finish() {
      code.visitMaxs(0, 0);
      code.visitEnd();
    }

    private static Object frameType(Type type) {
      return switch (type.getSort()) {
        case Type.LONG -> Opcodes.LONG;
        case Type.DOUBLE -> Opcodes.DOUBLE;
        case Type.FLOAT -> Opcodes.FLOAT;
        case Type.OBJECT, Type.ARRAY -> type.getInternalName();
        default -> Opcodes.INTEGER;
      };
    }
  }
}
