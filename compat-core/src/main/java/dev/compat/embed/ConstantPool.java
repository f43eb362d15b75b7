package dev.compat.embed;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The constants of one class file, each of them once. Used by one thread. */
final class ConstantPool {

  /** The kinds of members, by their tags in a class file. */
  static final int FIELD = 9;

  static final int METHOD = 10;
  static final int INTERFACE_METHOD = 11;

  private static final int TEXT = 1;
  private static final int CLASS = 7;
  private static final int NAME_AND_TYPE = 12;

  private final Map<String, Integer> indexes = new HashMap<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  int text(String text) throws IOException {
    Integer known = indexes.get(text);
    if (known != null) {
      return known;
    }
    out.writeByte(TEXT);
    out.writeUTF(text);
    return added(text);
  }

  /** A class, by its name as class files have it. */
  int type(String name) throws IOException {
    return pair("class " + name, CLASS, text(name), -1);
  }

  int member(int kind, String owner, String name, String descriptor) throws IOException {
    int nameAndType = pair("of " + name + descriptor, NAME_AND_TYPE, text(name), text(descriptor));
    return pair("in " + owner + "." + name + descriptor, kind, type(owner), nameAndType);
  }

  private int pair(String key, int tag, int first, int second) throws IOException {
    Integer known = indexes.get(key);
    if (known != null) {
      return known;
    }
    out.writeByte(tag);
    out.writeShort(first);
    if (second >= 0) {
      out.writeShort(second);
    }
    return added(key);
  }

  private int added(String key) {
    int index = indexes.size() + 1;
    indexes.put(key, index);
    return index;
  }

  void write(DataOutputStream target) throws IOException {
    target.writeShort(indexes.size() + 1);
    bytes.writeTo(target);
  }
}
