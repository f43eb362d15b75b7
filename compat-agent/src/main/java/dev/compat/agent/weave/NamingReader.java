package dev.compat.agent.weave;

import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Reads how one method of a plugin names a legacy method. */
class NamingReader extends MethodVisitor {

  private static final String SIGNATURE = "Ldev/compat/Signature;";
  private static final String RECEIVER = "Ldev/compat/Receiver;";

  private final MethodRef method;
  private Naming.Receiver receiver;
  private @Nullable String signature;

  NamingReader(MethodRef method, Naming.Receiver receiver) {
    super(Opcodes.ASM9);
    this.method = method;
    this.receiver = receiver;
  }

  @Override
  public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
    if (!descriptor.equals(SIGNATURE)) {
      return null;
    }
    return new AnnotationVisitor(Opcodes.ASM9) {
      @Override
      public void visit(String element, Object value) {
        signature = (String) value;
      }
    };
  }

  @Override
  public @Nullable AnnotationVisitor visitParameterAnnotation(
      int parameter, String descriptor, boolean visible) {
    if (descriptor.equals(RECEIVER) && receiver != Naming.Receiver.FIRST_UNLESS_STATIC) {
      receiver = parameter == 0 ? Naming.Receiver.FIRST : Naming.Receiver.MISPLACED;
    }
    return null;
  }

  Naming naming() {
    return new Naming(method, receiver, signature);
  }
}
