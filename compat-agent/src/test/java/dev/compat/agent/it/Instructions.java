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
 * What a method's body consists of, a line each: instructions, frames, handlers, line numbers and
 * variables, without the prologue if it has one.
 *
 * <p>Labels are numbered in the order they occur, so equal bodies give equal lines wherever they
 * lie.
 */
final class Instructions extends MethodVisitor {

  private final List<String> lines = new ArrayList<>();
  private final Map<Label, Integer> labels = new HashMap<>();
  private boolean isFirst = true;
  private boolean isGated;
  private boolean inPrologue;

  private Instructions() {
    super(Opcodes.ASM9);
  }

  /** The methods of a class file by name and descriptor. */
  static Map<String, Instructions> of(byte[] classFile) {
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
  boolean isGated() {
    return isGated;
  }

  List<String> lines() {
    return lines;
  }

  private void add(Object... parts) {
    isFirst = false;
    if (!inPrologue) {
      lines.add(Arrays.deepToString(parts));
    }
  }

  private void addGate(boolean isGate, Object... parts) {
    if (isFirst && isGate) {
      isGated = true;
      inPrologue = true;
    }
    add(parts);
  }

  private int number(Label label) {
    return inPrologue ? -1 : labels.computeIfAbsent(label, first -> labels.size());
  }

  private List<Integer> numbers(Label... all) {
    return Arrays.stream(all).map(this::number).toList();
  }

  private Object[] frameTypes(int count, Object[] types) {
    return types == null
        ? new Object[0]
        : Arrays.stream(types, 0, count)
            .map(type -> type instanceof Label label ? "new at " + number(label) : type)
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
    add(opcode, number(label));
  }

  @Override
  public void visitLabel(Label label) {
    if (!inPrologue) {
      lines.add("label " + number(label));
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
    add("tableswitch", min, max, number(otherwise), numbers(cases));
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] cases) {
    add("lookupswitch", number(otherwise), keys, numbers(cases));
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    add("multianewarray", descriptor, dimensions);
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
    lines.add("try " + numbers(start, end, handler) + " " + type);
  }

  @Override
  public void visitLocalVariable(
      String name, String descriptor, String signature, Label start, Label end, int slot) {
    add("variable", name, descriptor, signature, number(start), number(end), slot);
  }

  @Override
  public void visitLineNumber(int line, Label start) {
    lines.add("line " + line + " " + number(start));
  }
}
