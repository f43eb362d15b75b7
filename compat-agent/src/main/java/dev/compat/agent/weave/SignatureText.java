package dev.compat.agent.weave;

import java.util.Arrays;
import java.util.List;
import net.bytebuddy.jar.asm.Type;

/** Reads what {@code @Signature} says: {@code visit(Leaf, int[])}. */
final class SignatureText {

  private SignatureText() {}

  static String name(String signature) {
    int open = signature.indexOf('(');
    return (open < 0 ? signature : signature.substring(0, open)).strip();
  }

  /** Whether it is the name and the parameter types of {@code method}. */
  static boolean names(String signature, MethodRef method) {
    int open = signature.indexOf('(');
    int close = signature.lastIndexOf(')');
    if (open < 0 || close < open || !name(signature).equals(method.name())) {
      return false;
    }
    String inside = signature.substring(open + 1, close).strip();
    List<String> types =
        inside.isEmpty() ? List.of() : Arrays.stream(inside.split(",")).map(String::strip).toList();
    Type[] parameters = Type.getArgumentTypes(method.descriptor());
    for (int i = 0; i < parameters.length && types.size() == parameters.length; i++) {
      if (!names(types.get(i), parameters[i].getClassName())) {
        return false;
      }
    }
    return types.size() == parameters.length;
  }

  private static boolean names(String written, String type) {
    return type.equals(written) || type.endsWith("." + written) || type.endsWith("$" + written);
  }
}
