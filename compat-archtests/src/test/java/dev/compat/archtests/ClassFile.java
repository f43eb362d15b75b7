package dev.compat.archtests;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a class file says of itself that ArchUnit does not: its version, and invokedynamic. */
record ClassFile(int version, boolean invokesDynamically) {

  private static final int MAGIC = 0xCAFEBABE;

  static ClassFile of(JavaClass type) {
    try (DataInputStream in = open(type)) {
      if (in.readInt() != MAGIC) {
        throw new IllegalStateException("not a class file: " + type.getSource());
      }
      in.readUnsignedShort();
      return new ClassFile(in.readUnsignedShort(), hasInvokeDynamic(in));
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the class file of " + type.getName(), failure);
    }
  }

  private static DataInputStream open(JavaClass type) throws IOException {
    return new DataInputStream(
        new BufferedInputStream(type.getSource().orElseThrow().getUri().toURL().openStream()));
  }

  /** Reads the constant pool, JVMS 4.4. */
  private static boolean hasInvokeDynamic(DataInputStream in) throws IOException {
    boolean found = false;
    int count = in.readUnsignedShort();
    for (int index = 1; index < count; index++) {
      int tag = in.readUnsignedByte();
      found |= tag == 18;
      in.skipNBytes(length(tag, in));
      if (tag == 5 || tag == 6) {
        index++; // long and double take two places
      }
    }
    return found;
  }

  private static int length(int tag, DataInputStream in) throws IOException {
    return switch (tag) {
      case 1 -> in.readUnsignedShort();
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 5, 6 -> 8;
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      default -> throw new IOException("unknown constant pool tag " + tag);
    };
  }
}
