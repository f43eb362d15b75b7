package dev.compat.agent.weave;

import dev.compat.compare.Snapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from class files, without loading a class, whether the objects of a class keep state
 * that changes.
 *
 * <p>They keep none where every instance field, those of superclasses included, is assigned in
 * constructors alone and is of an immutable type: a primitive, a value of the JDK, an enum, or a
 * final class of which the same holds. What cannot be read may change, and so may what an object of
 * an abstract class or of an interface keeps: it is always one of a subclass. Reflection, and a
 * constructor that assigns a field of another object than its own, are not seen. Confined to one
 * call of {@link #read}.
 */
public final class StateReader {

  private static final String OBJECT = "java.lang.Object";
  private static final String ENUM = "java.lang.Enum";

  private final ClassFiles files;
  private final Set<String> met = new HashSet<>();

  private StateReader(ClassFiles files) {
    this.files = files;
  }

  /** Finds class files. */
  @FunctionalInterface
  public interface ClassFiles {
    /** The class file of a class; null if there is none. */
    byte @Nullable [] find(String binaryName) throws IOException;
  }

  /**
   * What the objects of a class keep that may change, for people.
   *
   * @return the first such thing, such as {@code field 'last' of com.acme.Legacy is assigned in
   *     quote(String)}; null if they keep nothing
   */
  public static @Nullable String read(String binaryName, ClassFiles files) {
    StateReader reader = new StateReader(files);
    Shape shape = reader.shape(binaryName);
    if (shape != null && (shape.access & Opcodes.ACC_ABSTRACT) != 0) {
      boolean isInterface = (shape.access & Opcodes.ACC_INTERFACE) != 0;
      return binaryName
          + (isInterface ? " is an interface" : " is abstract")
          + ", and what the objects of its subclasses keep is not known";
    }
    return reader.state(binaryName);
  }

  private @Nullable String state(String name) {
    String current = name;
    while (!current.equals(OBJECT) && met.add(current)) {
      Shape shape = shape(current);
      if (shape == null) {
        return "the class file of " + current + " cannot be read";
      }
      String state = state(shape);
      if (state != null) {
        return state;
      }
      current = shape.parent;
    }
    return null;
  }

  private @Nullable String state(Shape shape) {
    for (Field field : shape.fields) {
      String why = changes(shape, field);
      if (why != null) {
        return "field '" + field.name + "' of " + shape.name + " " + why;
      }
    }
    return null;
  }

  private @Nullable String changes(Shape shape, Field field) {
    boolean isFinal = (field.access & Opcodes.ACC_FINAL) != 0;
    if (!isFinal && (field.access & Opcodes.ACC_PRIVATE) == 0) {
      return "is neither final nor private";
    }
    String method = assigner(shape, field.name);
    if (method != null) {
      return "is assigned in " + method;
    }
    return isImmutable(field.type)
        ? null
        : "holds a " + field.type.getClassName() + ", which may change";
  }

  /** Since Java 11 a class assigns the private fields of the others in its nest. */
  private @Nullable String assigner(Shape shape, String field) {
    String own = shape.assigned.get(shape.name + "." + field);
    for (String member : own == null ? shape.nest : List.<String>of()) {
      Shape other = shape(member);
      if (other == null) {
        return member + ", which cannot be read";
      }
      String method = other.assignedAnywhere.get(shape.name + "." + field);
      if (method != null) {
        return member + "." + method;
      }
    }
    return own;
  }

  private boolean isImmutable(Type type) {
    if (type.getSort() != Type.OBJECT) {
      return type.getSort() != Type.ARRAY;
    }
    String name = type.getClassName();
    if (Snapshots.isImmutableType(name) || met.contains(name)) {
      return true;
    }
    Shape shape = shape(name);
    if (shape == null) {
      return false;
    }
    boolean isFinal = (shape.access & Opcodes.ACC_FINAL) != 0;
    return shape.parent.equals(ENUM) || (isFinal && state(name) == null);
  }

  private @Nullable Shape shape(String name) {
    try {
      byte[] classFile = files.find(name);
      return classFile == null ? null : Shape.read(classFile);
    } catch (IOException | RuntimeException unreadable) {
      return null;
    }
  }

  private record Field(String name, int access, Type type) {}

  /** What matters of one class. */
  private static final class Shape extends ClassVisitor {
    private final List<Field> fields = new ArrayList<>();
    private final List<String> nest = new ArrayList<>();

    /** By class and field, a method that assigns it and is no constructor. */
    private final Map<String, String> assigned = new HashMap<>();

    /** The same, constructors included. */
    private final Map<String, String> assignedAnywhere = new HashMap<>();

    private String name = "";
    private String parent = OBJECT;
    private int access;

    Shape() {
      super(Opcodes.ASM9);
    }

    static Shape read(byte[] classFile) {
      Shape shape = new Shape();
      new ClassReader(classFile).accept(shape, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      return shape;
    }

    @Override
    public void visit(
        int version,
        int flags,
        String internalName,
        @Nullable String signature,
        @Nullable String superName,
        String @Nullable [] interfaces) {
      access = flags;
      name = internalName.replace('/', '.');
      parent = superName == null ? OBJECT : superName.replace('/', '.');
    }

    @Override
    public void visitNestMember(String member) {
      nest.add(member.replace('/', '.'));
    }

    @Override
    public void visitNestHost(String host) {
      nest.add(host.replace('/', '.'));
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int flags,
        String field,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      if ((flags & Opcodes.ACC_STATIC) == 0) {
        fields.add(new Field(field, flags, Type.getType(descriptor)));
      }
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int flags,
        String method,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      String label = new MethodRef(method, descriptor).signature();
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          if (opcode == Opcodes.PUTFIELD) {
            String key = owner.replace('/', '.') + "." + field;
            assignedAnywhere.putIfAbsent(key, label);
            if (!method.equals("<init>")) {
              assigned.putIfAbsent(key, label);
            }
          }
        }
      };
    }
  }
}
