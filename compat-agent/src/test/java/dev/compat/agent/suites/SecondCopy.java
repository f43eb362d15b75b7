package dev.compat.agent.suites;

import dev.compat.agent.it.Eligible;
import dev.compat.agent.weave.MethodRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/**
 * A class of a library a second time, under another name, and those of its methods that the second
 * may answer for: static ones whose parameters, results and declared exceptions are of the JDK.
 *
 * <p>In the copy classes and static methods are public, so that adapters can call them.
 *
 * @param name the internal name of the copy
 * @param eligible all methods that can be woven
 * @param methods those of them that are static and have no type but the JDK's
 */
record SecondCopy(
    String name,
    boolean isInterface,
    byte[] classFile,
    List<MethodRef> eligible,
    List<MethodRef> methods) {

  private static final String PREFIX = "second/";

  static SecondCopy of(byte[] classFile, String packages) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(0);
    Set<String> eligible = Eligible.methods(classFile);
    Opened opened = new Opened(writer, eligible);
    Remapper moved =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String name) {
            return name.startsWith(packages) ? PREFIX + name : name;
          }
        };
    reader.accept(new ClassRemapper(opened, moved), 0);
    boolean isInterface = (reader.getAccess() & Opcodes.ACC_INTERFACE) != 0;
    return new SecondCopy(
        PREFIX + reader.getClassName(),
        isInterface,
        writer.toByteArray(),
        eligible.stream().map(SecondCopy::ref).toList(),
        opened.methods);
  }

  private static MethodRef ref(String method) {
    int end = method.indexOf('(');
    return new MethodRef(method.substring(0, end), method.substring(end));
  }

  /** Behind the remapper: what has no type of the library's still has the names it had. */
  private static final class Opened extends ClassVisitor {
    private final Set<String> eligible;
    private final List<MethodRef> methods = new ArrayList<>();

    Opened(ClassWriter writer, Set<String> eligible) {
      super(Opcodes.ASM9, writer);
      this.eligible = eligible;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String superName,
        String[] interfaces) {
      super.visit(version, open(access), name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      boolean isStatic = (access & Opcodes.ACC_STATIC) != 0 && !name.startsWith("<");
      if (isStatic && eligible.contains(name + descriptor) && isOfJdk(descriptor, exceptions)) {
        methods.add(new MethodRef(name, descriptor));
      }
      return super.visitMethod(
          isStatic ? open(access) : access, name, descriptor, signature, exceptions);
    }

    private static int open(int access) {
      return (access & ~(Opcodes.ACC_PRIVATE | Opcodes.ACC_PROTECTED)) | Opcodes.ACC_PUBLIC;
    }

    private static boolean isOfJdk(String descriptor, String[] exceptions) {
      Stream<Type> types =
          Stream.concat(
              Stream.of(Type.getArgumentTypes(descriptor)),
              Stream.of(Type.getReturnType(descriptor)));
      return types.allMatch(Opened::isOfJdk)
          && (exceptions == null || Stream.of(exceptions).allMatch(Opened::isOfJdk));
    }

    private static boolean isOfJdk(Type type) {
      Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
      return element.getSort() != Type.OBJECT || isOfJdk(element.getInternalName());
    }

    private static boolean isOfJdk(String internalName) {
      return internalName.startsWith("java/") || internalName.startsWith("javax/");
    }
  }
}
