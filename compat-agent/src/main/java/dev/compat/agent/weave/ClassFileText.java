package dev.compat.agent.weave;

/** Looks at the bytes of a class file: most classes of a plugin need not be parsed. */
final class ClassFileText {

  private ClassFileText() {}

  /** Whether {@code ascii} occurs in {@code classFile}. */
  static boolean mentions(byte[] classFile, String ascii) {
    int last = classFile.length - ascii.length();
    char first = ascii.charAt(0);
    for (int i = 0; i <= last; i++) {
      if (classFile[i] == first && matches(classFile, i, ascii)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] bytes, int offset, String ascii) {
    for (int i = 1; i < ascii.length(); i++) {
      if (bytes[offset + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
