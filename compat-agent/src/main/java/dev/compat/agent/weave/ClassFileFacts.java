package dev.compat.agent.weave;

import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;

/** What has to be known of a class file before it is woven, read without visiting it. */
final class ClassFileFacts {

  private ClassFileFacts() {}

  static int majorVersion(ClassReader reader) {
    return reader.readUnsignedShort(6);
  }

  /** The length in bytes of the instructions of every method that has any. */
  static Map<MethodRef, Integer> codeLengths(ClassReader reader) {
    char[] buffer = new char[reader.getMaxStringLength()];
    int offset = reader.header + 6;
    offset += 2 + 2 * reader.readUnsignedShort(offset);
    offset = skipMembers(reader, offset);
    Map<MethodRef, Integer> lengths = new HashMap<>();
    int methods = reader.readUnsignedShort(offset);
    offset += 2;
    for (int i = 0; i < methods; i++) {
      MethodRef method =
          new MethodRef(reader.readUTF8(offset + 2, buffer), reader.readUTF8(offset + 4, buffer));
      int attributes = reader.readUnsignedShort(offset + 6);
      offset += 8;
      for (int j = 0; j < attributes; j++) {
        if ("Code".equals(reader.readUTF8(offset, buffer))) {
          lengths.put(method, codeLength(reader, offset));
        }
        offset += 6 + reader.readInt(offset + 2);
      }
    }
    return lengths;
  }

  private static int codeLength(ClassReader reader, int attribute) {
    return reader.readInt(attribute + 10);
  }

  private static int skipMembers(ClassReader reader, int start) {
    int members = reader.readUnsignedShort(start);
    int offset = start + 2;
    for (int i = 0; i < members; i++) {
      int attributes = reader.readUnsignedShort(offset + 6);
      offset += 8;
      for (int j = 0; j < attributes; j++) {
        offset += 6 + reader.readInt(offset + 2);
      }
    }
    return offset;
  }
}
