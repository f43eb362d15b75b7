package dev.compat.agent.weave;

import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Reads the legacy class out of an annotation that has it as {@code value} or {@code name}. */
class LegacyName extends AnnotationVisitor {

  private String legacy = "";

  LegacyName() {
    super(Opcodes.ASM9);
  }

  @Override
  public void visit(String element, Object value) {
    if (element.equals("name")) {
      legacy = (String) value;
    } else if (element.equals("value") && legacy.isEmpty()) {
      legacy = ((Type) value).getClassName();
    }
  }

  /** Its binary name; empty when none is given. */
  String legacy() {
    return legacy;
  }
}
