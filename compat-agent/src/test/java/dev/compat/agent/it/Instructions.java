package dev.compat.agent.it;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * What a method's body consists of: instructions, frames, handlers, line numbers and variables,
 * without the prologue if it has one.
 *
 * <p>Labels are numbered in the order they occur, so equal bodies are equal wherever they lie. A
 * label that nothing refers to is none: ASM's reader makes some by guessing which bytes of a stack
 * map might be the offset of a {@code new}, and so for one of two equal bodies alone.
 */
public final class Instructions extends MethodVisitor {

  private final List<Object[]> entries = new ArrayList<>();
  private final Map<Label, Mark> marks = new HashMap<>();
  private boolean isFirst = true;
  private boolean isGated;
  private boolean inPrologue;

  /** A label, whose number is known once all of the body is. */
  private static final class Mark {
    private boolean isUsed;
    private int number;

    @Override
    public boolean equals(Object other) {
      return other instanceof Mark mark && mark.number == number;
    }

    @Override
    public int hashCode() {
      return number;
    }

    @Override
    public String toString() {
      return "label " + number;
    }
  }

  private Instructions() {
    super(Opcodes.ASM9);
  }

  /** The methods of a class file by name and descriptor. */
  public static Map<String, Instructions> of(byte[] classFile) {
    Map<String, Instructions> bodies = new HashMap<>();
    ClassVisitor methods =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            Instructions body = new Instructions();
            bodies.put(name + descriptor, body);
            return body;
          }
        };
    new ClassReader(classFile).accept(methods, 0);
    return bodies;
  }

  /** Whether the method begins with a prologue. */
  public boolean isGated() {
    return isGated;
  }

  /** For people, a line each. */
  List<String> lines() {
    return Arrays.stream(parts()).map(Arrays::deepToString).toList();
  }

  /** Whether both have the same lines, which are not written for that. */
  boolean isSameAs(Instructions other) {
    return Arrays.deepEquals(parts(), other.parts());
  }

  private Object[][] parts() {
    Object[][] kept = entries.stream().filter(Instructions::isKept).toArray(Object[][]::new);
    int number = 0;
    for (Object[] entry : kept) {
      if (entry[0] instanceof Mark mark) {
        mark.number = number++;
      }
    }
    return kept;
  }

  private static boolean isKept(Object[] entry) {
    return !(entry[0] instanceof Mark mark) || mark.isUsed;
  }

  private void add(Object... parts) {
    isFirst = false;
    if (!inPrologue) {
      note(parts);
    }
  }

  private void note(Object... parts) {
    entries.add(parts);
  }

  private void addGate(boolean isGate, Object... parts) {
    if (isFirst && isGate) {
      isGated = true;
      inPrologue = true;
    }
    add(parts);
  }

  private Mark mark(Label label) {
    return marks.computeIfAbsent(label, first -> new Mark());
  }

  private Mark use(Label label) {
    Mark mark = mark(label);
    mark.isUsed |= !inPrologue;
    return mark;
  }

  private List<Mark> uses(Label... all) {
    return Arrays.stream(all).map(this::use).toList();
  }

  private Object[] frameTypes(int count, Object[] types) {
    return types == null
        ? new Object[0]
        : Arrays.stream(types, 0, count)
            .map(type -> type instanceof Label label ? use(label) : type)
            .toArray();
  }

  @Override
  public void visitFrame(int type, int locals, Object[] local, int stack, Object[] operands) {
    add(
        "frame",
        type,
        locals,
        frameTypes(type == Opcodes.F_CHOP ? 0 : locals, local),
        frameTypes(stack, operands));
  }

  @Override
  public void visitInsn(int opcode) {
    add(opcode);
    inPrologue &= opcode != Opcodes.NOP;
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    add(opcode, operand);
  }

  @Override
  public void visitVarInsn(int opcode, int slot) {
    add(opcode, slot);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    add(opcode, type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    add(opcode, owner, name, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    boolean isGate = owner.contains("$CompatHolder$") && name.startsWith("gate$");
    addGate(isGate, opcode, owner, name, descriptor, isInterface);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    boolean isGate = bootstrap.getOwner().equals("java/compat/Boot") && name.equals("gate");
    addGate(isGate, "invokedynamic", name, descriptor, bootstrap, arguments);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    add(opcode, use(label));
  }

  @Override
  public void visitLabel(Label label) {
    if (!inPrologue) {
      note(mark(label));
    }
  }

  @Override
  public void visitLdcInsn(Object value) {
    add("ldc", value.getClass(), value);
  }

  @Override
  public void visitIincInsn(int slot, int increment) {
    add("iinc", slot, increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... cases) {
    add("tableswitch", min, max, use(otherwise), uses(cases));
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] cases) {
    add("lookupswitch", use(otherwise), keys, uses(cases));
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    add("multianewarray", descriptor, dimensions);
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
    note("try", uses(start, end, handler), type);
  }

  @Override
  public void visitLocalVariable(
      String name, String descriptor, String signature, Label start, Label end, int slot) {
    add("variable", name, descriptor, signature, use(start), use(end), slot);
  }

  @Override
  public void visitLineNumber(int line, Label start) {
    note("line", line, use(start));
  }
}
