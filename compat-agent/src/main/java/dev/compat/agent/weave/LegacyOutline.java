package dev.compat.agent.weave;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * What source code that delegates to a class has to know of it, read from its class file.
 * Immutable.
 *
 * @param name its binary name
 * @param sourceName its name in source, such as {@code com.acme.Outer.Inner}; null when it has none
 * @param isPublic whether it is declared public, whatever encloses it
 * @param enclosing the binary name of the class that it is a member of; null if it is of none
 * @param methods all that it declares, in their order, but for initialisers and what a compiler
 *     made
 */
public record LegacyOutline(
    String name,
    @Nullable String sourceName,
    boolean isPublic,
    @Nullable String enclosing,
    List<Method> methods) {

  /**
   * A declared method.
   *
   * @param parameters the names of its parameters, as far as the class file has them
   * @param exceptions the binary names of the exceptions it declares
   * @param leftAlone why it cannot be woven; null if it can
   */
  public record Method(
      MethodRef ref,
      boolean isStatic,
      boolean isPrivate,
      List<@Nullable String> parameters,
      List<String> exceptions,
      @Nullable LeftAlone leftAlone) {

    /** The types of its parameters, as source code writes them where nothing is generic. */
    public List<TypeName> parameterTypes() {
      return Arrays.stream(Type.getArgumentTypes(ref.descriptor())).map(TypeName::of).toList();
    }

    /** The type of its result. */
    public TypeName resultType() {
      return TypeName.of(Type.getReturnType(ref.descriptor()));
    }
  }

  /**
   * A type without its type arguments.
   *
   * @param element the binary name of a class, or the name of a primitive type, or {@code void}
   * @param dimensions how often it is an array
   */
  public record TypeName(String element, boolean isClass, int dimensions) {
    static TypeName of(Type type) {
      boolean isArray = type.getSort() == Type.ARRAY;
      Type element = isArray ? type.getElementType() : type;
      boolean isClass = element.getSort() == Type.OBJECT;
      return new TypeName(element.getClassName(), isClass, isArray ? type.getDimensions() : 0);
    }
  }

  /**
   * Reads a class file.
   *
   * @throws IllegalArgumentException if it is newer than this version can read
   */
  public static LegacyOutline read(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    Pass pass = new Pass(reader);
    reader.accept(pass, ClassReader.SKIP_FRAMES);
    return pass.outline();
  }

  private static final class Pass extends ClassVisitor {
    private final String internalName;
    private final Map<MethodRef, Integer> lengths;
    private final List<PendingMethod> methods = new ArrayList<>();
    private boolean isPublic;
    private boolean hasSourceName = true;
    private @Nullable String enclosing;
    private final Map<String, String> simpleNames = new HashMap<>();
    private final Map<String, String> outers = new HashMap<>();

    Pass(ClassReader reader) {
      super(Opcodes.ASM9);
      internalName = reader.getClassName();
      lengths = ClassFileFacts.codeLengths(reader);
      isPublic = (reader.getAccess() & Opcodes.ACC_PUBLIC) != 0;
    }

    @Override
    public void visitInnerClass(
        String name, @Nullable String outer, @Nullable String simple, int access) {
      if (outer != null && simple != null) {
        simpleNames.put(name, simple);
        outers.put(name, outer);
      }
      if (name.equals(internalName)) {
        isPublic = (access & Opcodes.ACC_PUBLIC) != 0;
        hasSourceName = outer != null && simple != null;
        enclosing = outer == null ? null : outer.replace('/', '.');
      }
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (name.startsWith("<") || (access & (Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE)) != 0) {
        return null;
      }
      PendingMethod method = new PendingMethod(access, new MethodRef(name, descriptor), exceptions);
      methods.add(method);
      return method;
    }

    LegacyOutline outline() {
      return new LegacyOutline(
          internalName.replace('/', '.'),
          hasSourceName ? sourceName(internalName) : null,
          isPublic,
          enclosing,
          methods.stream().map(method -> method.outline(lengths)).toList());
    }

    private String sourceName(String name) {
      String outer = outers.get(name);
      return outer == null
          ? name.replace('/', '.')
          : sourceName(outer) + "." + simpleNames.get(name);
    }
  }

  private static final class PendingMethod extends MethodVisitor {
    private final int access;
    private final MethodRef ref;
    private final List<String> exceptions;
    private final List<@Nullable String> declared = new ArrayList<>();
    private final Map<Integer, String> bySlot = new HashMap<>();

    PendingMethod(int access, MethodRef ref, String @Nullable [] exceptions) {
      super(Opcodes.ASM9);
      this.access = access;
      this.ref = ref;
      this.exceptions =
          exceptions == null
              ? List.of()
              : Arrays.stream(exceptions).map(name -> name.replace('/', '.')).toList();
    }

    @Override
    public void visitParameter(@Nullable String name, int flags) {
      declared.add(name);
    }

    @Override
    public void visitLocalVariable(
        String name,
        String descriptor,
        @Nullable String signature,
        Label start,
        Label end,
        int index) {
      bySlot.putIfAbsent(index, name);
    }

    private boolean isStatic() {
      return (access & Opcodes.ACC_STATIC) != 0;
    }

    Method outline(Map<MethodRef, Integer> lengths) {
      return new Method(
          ref,
          isStatic(),
          (access & Opcodes.ACC_PRIVATE) != 0,
          names(),
          exceptions,
          Weaver.leftAlone(access, ref, lengths.getOrDefault(ref, 0)));
    }

    private List<@Nullable String> names() {
      List<@Nullable String> names = new ArrayList<>();
      int slot = isStatic() ? 0 : 1;
      for (Type type : Type.getArgumentTypes(ref.descriptor())) {
        int index = names.size();
        String name = index < declared.size() ? declared.get(index) : null;
        names.add(name != null ? name : bySlot.get(slot));
        slot += type.getSize();
      }
      return names;
    }
  }
}
