package dev.compat.agent.weave;

import dev.compat.Effect;
import dev.compat.LegacyState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/** Reads {@code @Replaces} and what belongs to it from a class file without loading the class. */
public final class AdapterReader {

  private static final String REPLACES = "Ldev/compat/Replaces;";
  private static final String EFFECTS = "Ldev/compat/Effects;";

  /** Of {@link dev.compat.RouteListener}: it has no legacy counterpart. */
  private static final MethodRef ON_ROUTE_CHANGE =
      new MethodRef("onRouteChange", "(Ldev/compat/RouteChange;)V");

  private static final int NOT_A_JOIN_POINT =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE;

  private AdapterReader() {}

  /** Reads the adapter in {@code classFile}; null when it holds none. */
  public static @Nullable AdapterClass read(byte[] classFile, String where) {
    if (!ClassFileText.mentions(classFile, REPLACES)) {
      return null;
    }
    Pass pass = new Pass();
    new ClassReader(classFile).accept(pass, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return pass.adapter(where);
  }

  private static final class Pass extends ClassVisitor {
    private final Replaced replaced = new Replaced();
    private final Declared ofClass = new Declared(null);
    private final List<PendingMethod> methods = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Call> callsOfConstructors = new ArrayList<>();
    private String name = "";
    private boolean isAdapter;

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
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      if (descriptor.equals(REPLACES)) {
        isAdapter = true;
        return replaced;
      }
      return descriptor.equals(EFFECTS) ? ofClass : null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String method,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if ((access & NOT_A_JOIN_POINT) != 0
          || method.startsWith("<")
          || ON_ROUTE_CHANGE.equals(new MethodRef(method, descriptor))) {
        boolean isConstructor = method.equals("<init>");
        return new CallReader(
            new MethodRef(method, descriptor), isConstructor ? callsOfConstructors : calls);
      }
      List<String> declared = exceptions == null ? List.of() : List.of(exceptions);
      PendingMethod pending =
          new PendingMethod(new MethodRef(method, descriptor), declared, ofClass, calls);
      methods.add(pending);
      return pending;
    }

    /** What the constructor of an adapter per receiver calls is not routed. */
    private Set<MethodRef> callsOf(String legacy) {
      Stream<Call> ofConstructors =
          replaced.state == LegacyState.PER_RECEIVER
              ? Stream.empty()
              : callsOfConstructors.stream();
      return Stream.concat(calls.stream(), ofConstructors)
          .filter(call -> call.owner.equals(legacy.replace('.', '/')))
          .map(Call::method)
          .collect(Collectors.toUnmodifiableSet());
    }

    @Nullable AdapterClass adapter(String where) {
      return isAdapter
          ? new AdapterClass(
              name,
              replaced.legacy(),
              replaced.migration,
              replaced.state,
              where,
              methods.stream().map(PendingMethod::method).toList(),
              callsOf(replaced.legacy()))
          : null;
    }
  }

  private static final class Replaced extends LegacyName {
    private String migration = "";
    private LegacyState state = LegacyState.UNDECLARED;

    @Override
    public void visitEnum(String element, String descriptor, String value) {
      state = LegacyState.valueOf(value);
    }

    @Override
    public void visit(String element, Object value) {
      if (element.equals("migration")) {
        migration = (String) value;
      } else {
        super.visit(element, value);
      }
    }
  }

  private static final class Declared extends AnnotationVisitor {
    private @Nullable Declared outer;
    private @Nullable Effect replacement;
    private @Nullable Effect legacy;

    Declared(@Nullable Declared outer) {
      super(Opcodes.ASM9);
      this.outer = outer;
    }

    /** An annotation of the method's own takes the place of its class's, defaults included. */
    Declared anew() {
      outer = null;
      return this;
    }

    @Override
    public void visitEnum(String element, String descriptor, String value) {
      if (element.equals("replacement")) {
        replacement = Effect.valueOf(value);
      } else {
        legacy = Effect.valueOf(value);
      }
    }

    Effect replacement() {
      return replacement != null
          ? replacement
          : outer == null ? Effect.POSSIBLE : outer.replacement();
    }

    Effect legacy() {
      return legacy != null ? legacy : outer == null ? Effect.POSSIBLE : outer.legacy();
    }
  }

  private record Call(String owner, MethodRef method) {}

  /** Notes every call that the adapter's own code makes, lambdas and method references included. */
  private static class CallReader extends NamingReader {
    private final List<Call> calls;

    CallReader(MethodRef method, List<Call> calls) {
      super(method, Naming.Receiver.NOWHERE);
      this.calls = calls;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String method, String descriptor, boolean isInterface) {
      calls.add(new Call(owner, new MethodRef(method, descriptor)));
    }

    @Override
    public void visitInvokeDynamicInsn(
        String method, String descriptor, Handle bootstrap, Object... arguments) {
      for (Object argument : arguments) {
        if (argument instanceof Handle handle) {
          calls.add(new Call(handle.getOwner(), new MethodRef(handle.getName(), handle.getDesc())));
        }
      }
    }
  }

  private static final class PendingMethod extends CallReader {
    private final List<String> exceptions;
    private final Declared effects;

    PendingMethod(MethodRef ref, List<String> exceptions, Declared ofClass, List<Call> calls) {
      super(ref, calls);
      this.exceptions = exceptions;
      this.effects = new Declared(ofClass);
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return descriptor.equals(EFFECTS)
          ? effects.anew()
          : super.visitAnnotation(descriptor, visible);
    }

    AdapterClass.Method method() {
      return new AdapterClass.Method(naming(), exceptions, effects.replacement(), effects.legacy());
    }
  }
}
