package dev.compat.agent.it;

import java.util.HashSet;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * The methods of a class file that must be woven: the promise of the manual, said a second time, so
 * that the weaver is not measured by its own rule.
 */
public final class Eligible extends ClassVisitor {

  private static final int NEVER =
      Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC;
  private static final int PROLOGUE_BESIDES_LOADS = 15;

  private final Set<String> methods = new HashSet<>();

  private Eligible(ClassWriter writer) {
    super(Opcodes.ASM9, writer);
  }

  /** Names and descriptors. */
  public static Set<String> methods(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    Eligible eligible = new Eligible(new ClassWriter(reader, 0));
    reader.accept(eligible, 0);
    return eligible.methods;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
    boolean isNever = (access & NEVER) != 0 || name.startsWith("<");
    int slots = Type.getArgumentsAndReturnSizes(descriptor) >> 2;
    if (isNever || slots > 250 || isSuspend(descriptor)) {
      return code;
    }
    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
    int prologue = PROLOGUE_BESIDES_LOADS + loads(descriptor, isStatic);
    return new MethodVisitor(Opcodes.ASM9, code) {
      @Override
      public void visitMaxs(int maxStack, int maxLocals) {
        Label end = new Label();
        super.visitLabel(end);
        super.visitMaxs(maxStack, maxLocals);
        if (end.getOffset() + prologue <= 8_000) {
          methods.add(name + descriptor);
        }
      }
    };
  }

  private static boolean isSuspend(String descriptor) {
    Type[] arguments = Type.getArgumentTypes(descriptor);
    return arguments.length > 0
        && arguments[arguments.length - 1].getClassName().equals("kotlin.coroutines.Continuation");
  }

  /**
   * The bytes of the instructions that load all arguments: one for each of the first four slots.
   */
  private static int loads(String descriptor, boolean isStatic) {
    int slot = isStatic ? 0 : 1;
    int bytes = slot;
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      bytes += slot < 4 ? 1 : 2;
      slot += argument.getSize();
    }
    return bytes;
  }
}
