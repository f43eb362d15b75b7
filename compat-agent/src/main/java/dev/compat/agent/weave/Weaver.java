package dev.compat.agent.weave;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import org.jspecify.annotations.Nullable;

/**
 * Weaves a prologue into chosen methods of one class file. Stateless, so safe for use by several
 * threads; resolves no types; leaves every instruction of the legacy bodies as it is.
 */
public final class Weaver {

  private static final int INVOKEDYNAMIC_SINCE = Opcodes.V1_7;
  private static final int FRAMES_SINCE = Opcodes.V1_6;

  private Weaver() {}

  /** Chooses the migration of a method; null leaves it out. */
  @FunctionalInterface
  public interface Selection {
    @Nullable String migrationOf(MethodRef method);
  }

  /**
   * Weaves the methods of {@code classFile} that {@code selection} gives a migration.
   *
   * @throws IllegalArgumentException if the class file is newer than this version can read
   */
  public static WovenClass weave(byte[] classFile, Selection selection) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    Pass pass = new Pass(reader, writer, selection);
    reader.accept(pass, 0);
    return pass.result();
  }

  /** Why a method cannot be woven; null if it can. */
  static @Nullable LeftAlone leftAlone(int access, MethodRef method, int codeLength) {
    return Eligibility.check(access, method, codeLength);
  }

  private static final class Pass extends ClassVisitor {
    private final ClassWriter writer;
    private final Selection selection;
    private final String owner;
    private final boolean frames;
    private final @Nullable HolderWriter holder;
    private final Map<MethodRef, Integer> lengths;
    private final List<MethodRef> woven = new ArrayList<>();
    private final Map<MethodRef, LeftAlone> leftAlone = new LinkedHashMap<>();
    private final Map<MethodRef, Integer> grown = new LinkedHashMap<>();

    Pass(ClassReader reader, ClassWriter writer, Selection selection) {
      super(Opcodes.ASM9, writer);
      this.writer = writer;
      this.selection = selection;
      int version = ClassFileFacts.majorVersion(reader);
      owner = reader.getClassName();
      frames = version >= FRAMES_SINCE;
      holder = version < INVOKEDYNAMIC_SINCE ? new HolderWriter(owner) : null;
      lengths = ClassFileFacts.codeLengths(reader);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
      MethodRef method = new MethodRef(name, descriptor);
      String migration = selection.migrationOf(method);
      if (migration == null) {
        return code;
      }
      boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
      LeftAlone reason = Eligibility.check(access, method, lengths.getOrDefault(method, 0));
      if (reason != null) {
        leftAlone.put(method, reason);
        return code;
      }
      woven.add(method);
      noteGrowth(method, isStatic);
      return new Inserter(code, new Prologue(owner, method, isStatic, migration));
    }

    private void noteGrowth(MethodRef method, boolean isStatic) {
      int before = lengths.getOrDefault(method, 0);
      int after = before + Prologue.length(method, isStatic);
      for (int limit : Prologue.INLINING_LIMITS) {
        if (before <= limit && limit < after) {
          grown.put(method, limit);
        }
      }
    }

    WovenClass result() {
      boolean none = woven.isEmpty();
      return new WovenClass(
          none ? null : writer.toByteArray(),
          none || holder == null ? null : holder.holder(),
          List.copyOf(woven),
          leftAlone,
          grown);
    }

    private final class Inserter extends MethodVisitor {
      private final Prologue prologue;

      Inserter(MethodVisitor code, Prologue prologue) {
        super(Opcodes.ASM9, code);
        this.prologue = prologue;
      }

      @Override
      public void visitCode() {
        super.visitCode();
        prologue.write(mv, holder == null ? CallSites.IN_PLACE : holder, frames);
      }

      /** Before Java 6 the JVM ignores frames, and ASM refuses to write them. */
      @Override
      public void visitFrame(
          int type,
          int locals,
          Object @Nullable [] local,
          int stack,
          Object @Nullable [] operands) {
        if (frames) {
          super.visitFrame(type, locals, local, stack, operands);
        }
      }

      @Override
      public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(Math.max(maxStack, prologue.stack()), maxLocals);
      }
    }
  }

  /** What can have a prologue. */
  private static final class Eligibility {

    private static final String CONTINUATION = "kotlin/coroutines/Continuation";

    static @Nullable LeftAlone check(int access, MethodRef method, int codeLength) {
      boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
      if (method.name().startsWith("<")) {
        return LeftAlone.CONSTRUCTOR;
      }
      LeftAlone byFlags = byFlags(access);
      if (byFlags != null) {
        return byFlags;
      }
      Type[] arguments = Type.getArgumentTypes(method.descriptor());
      if (arguments.length > 0
          && arguments[arguments.length - 1].getInternalName().equals(CONTINUATION)) {
        return LeftAlone.SUSPEND;
      }
      int slots = Type.getArgumentsAndReturnSizes(method.descriptor()) >> 2;
      if (slots > Prologue.MOST_ARGUMENT_SLOTS) {
        return LeftAlone.ARGUMENTS;
      }
      boolean tooLong = codeLength + Prologue.length(method, isStatic) > Prologue.MOST_BYTES;
      return tooLong ? LeftAlone.TOO_LONG : null;
    }

    private static @Nullable LeftAlone byFlags(int access) {
      if ((access & Opcodes.ACC_ABSTRACT) != 0) {
        return LeftAlone.ABSTRACT;
      }
      if ((access & Opcodes.ACC_NATIVE) != 0) {
        return LeftAlone.NATIVE;
      }
      if ((access & Opcodes.ACC_BRIDGE) != 0) {
        return LeftAlone.BRIDGE;
      }
      return (access & Opcodes.ACC_SYNTHETIC) != 0 ? LeftAlone.SYNTHETIC : null;
    }
  }
}
