package dev.compat.agent.weave;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Reads {@code @Original} from a class file without loading the class. */
public final class OriginalReader {

  private static final String ORIGINAL = "Ldev/compat/Original;";

  private OriginalReader() {}

  /** Reads the original in {@code classFile}; null when it holds none. */
  public static @Nullable OriginalClass read(byte[] classFile, String where) {
    if (!ClassFileText.mentions(classFile, ORIGINAL)) {
      return null;
    }
    Pass pass = new Pass();
    int parts = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
    new ClassReader(classFile).accept(pass, parts);
    return pass.original(where);
  }

  private static final class Pass extends ClassVisitor {
    private final LegacyName legacy = new LegacyName();
    private final List<NamingReader> methods = new ArrayList<>();
    private String name = "";
    private String outer = "";
    private boolean isOriginal;
    private boolean isPlain;

    Pass() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String internalName,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      name = internalName.replace('/', '.');
      isPlain =
          (access & Opcodes.ACC_INTERFACE) != 0 && (interfaces == null || interfaces.length == 0);
    }

    @Override
    public void visitInnerClass(
        String inner, @Nullable String outerName, @Nullable String innerName, int access) {
      if (outerName != null && inner.replace('/', '.').equals(name)) {
        outer = outerName.replace('/', '.');
      }
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      if (!descriptor.equals(ORIGINAL)) {
        return null;
      }
      isOriginal = true;
      return legacy;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String method,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if ((access & Opcodes.ACC_ABSTRACT) == 0) {
        return null;
      }
      NamingReader reader =
          new NamingReader(new MethodRef(method, descriptor), Naming.Receiver.FIRST_UNLESS_STATIC);
      methods.add(reader);
      return reader;
    }

    @Nullable OriginalClass original(String where) {
      return isOriginal
          ? new OriginalClass(
              name,
              legacy.legacy(),
              outer,
              where,
              isPlain,
              methods.stream().map(NamingReader::naming).toList())
          : null;
    }
  }
}
