package dev.compat.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** Weaves, and looks at what came out; that it runs is for the integration tests to say. */
class WeaverTest {

  @Test
  void every_kind_of_method_with_a_body_is_woven() throws IOException {
    WovenClass woven = Weaver.weave(classFile(Kinds.class), method -> "kinds");

    assertThat(names(woven.woven()))
        .contains("instance", "ofClass", "hidden", "last", "locked", "looping");
    assertThat(woven.holder()).isNull();
  }

  @Test
  void a_default_method_is_woven_and_an_abstract_one_is_left_alone() throws IOException {
    WovenClass woven = Weaver.weave(classFile(Answering.class), method -> "kinds");

    assertThat(names(woven.woven())).containsExactly("byDefault");
    assertThat(reasons(woven)).containsEntry("mustBeGiven", LeftAlone.ABSTRACT);
  }

  @Test
  void constructors_bridges_and_synthetic_methods_are_left_alone() throws IOException {
    WovenClass woven = Weaver.weave(classFile(Kinds.class), method -> "kinds");

    assertThat(reasons(woven))
        .containsEntry("<init>", LeftAlone.CONSTRUCTOR)
        .containsEntry("lambda$lambdas$0", LeftAlone.SYNTHETIC);
    assertThat(woven.leftAlone()).containsValue(LeftAlone.BRIDGE);
  }

  @Test
  void a_native_method_is_left_alone() throws IOException {
    WovenClass woven =
        Weaver.weave(
            withMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_NATIVE, "elsewhere", "()V", 0),
            method -> "kinds");

    assertThat(reasons(woven)).containsEntry("elsewhere", LeftAlone.NATIVE);
  }

  @Test
  void a_suspend_function_is_left_alone() throws IOException {
    String descriptor = "(ILkotlin/coroutines/Continuation;)V";

    WovenClass woven =
        Weaver.weave(withMethod(Opcodes.ACC_PUBLIC, "later", descriptor, 0), method -> "kinds");

    assertThat(reasons(woven)).containsEntry("later", LeftAlone.SUSPEND);
  }

  @Test
  void a_method_with_too_many_arguments_is_left_alone() throws IOException {
    String descriptor = "(" + "J".repeat(125) + ")V";

    WovenClass woven =
        Weaver.weave(withMethod(Opcodes.ACC_PUBLIC, "crowded", descriptor, 0), method -> "kinds");

    assertThat(reasons(woven)).containsEntry("crowded", LeftAlone.ARGUMENTS);
  }

  @Test
  void a_method_that_would_grow_past_the_compilers_limit_is_left_alone() throws IOException {
    byte[] tooLong = withMethod(Opcodes.ACC_PUBLIC, "epic", "()V", 7_990);
    byte[] longEnough = withMethod(Opcodes.ACC_PUBLIC, "novel", "()V", 7_900);

    assertThat(reasons(Weaver.weave(tooLong, method -> "kinds")))
        .containsEntry("epic", LeftAlone.TOO_LONG);
    assertThat(names(Weaver.weave(longEnough, method -> "kinds").woven())).contains("novel");
  }

  @Test
  void growth_over_an_inlining_limit_is_reported() throws IOException {
    byte[] classFile = withMethod(Opcodes.ACC_PUBLIC, "middling", "()V", 30);

    WovenClass woven = Weaver.weave(classFile, method -> "kinds");

    assertThat(woven.grown()).containsEntry(new MethodRef("middling", "()V"), 35);
  }

  @Test
  void a_method_that_nobody_selected_stays_byte_for_byte() throws IOException {
    WovenClass woven =
        Weaver.weave(
            classFile(Kinds.class), method -> method.name().equals("ofClass") ? "kinds" : null);

    assertThat(names(woven.woven())).containsExactly("ofClass");
    assertThat(lengths(woven.bytes()))
        .containsEntry("looping", lengths(classFile(Kinds.class)).get("looping"));
  }

  @Test
  void a_class_file_before_java_7_gets_a_holder_for_its_call_sites() throws IOException {
    byte[] old = withVersion(withMethod(Opcodes.ACC_PUBLIC, "plain", "()V", 1), 47);

    WovenClass woven = Weaver.weave(old, method -> "kinds");

    assertThat(woven.holder()).isNotNull();
    assertThat(woven.holder().name()).startsWith("made.Up$CompatHolder$");
    assertThat(new ClassReader(woven.holder().bytes()).readUnsignedShort(6)).isEqualTo(61);
  }

  @Test
  void weaving_twice_gives_the_same_holder() throws IOException {
    byte[] old = withVersion(withMethod(Opcodes.ACC_PUBLIC, "plain", "()V", 1), 47);

    byte[] once = Weaver.weave(old, method -> "kinds").holder().bytes();
    byte[] again = Weaver.weave(old, method -> "kinds").holder().bytes();

    assertThat(again).isEqualTo(once);
  }

  @Test
  void the_prologue_is_no_longer_than_it_says() throws IOException {
    byte[] before = classFile(Kinds.class);

    WovenClass woven = Weaver.weave(before, method -> "kinds");

    Map<String, Integer> original = lengths(before);
    Map<String, Integer> now = lengths(woven.bytes());
    for (MethodRef method : woven.woven()) {
      int added = now.get(method.name()) - original.get(method.name());
      assertThat(added).as(method.name()).isBetween(15, Prologue.length(method, false));
    }
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  private static byte[] withMethod(int access, String name, String descriptor, int nops) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "made/Up", null, "java/lang/Object", null);
    MethodVisitor method = writer.visitMethod(access, name, descriptor, null, null);
    if ((access & Opcodes.ACC_NATIVE) == 0) {
      method.visitCode();
      for (int i = 1; i < nops; i++) {
        method.visitInsn(Opcodes.NOP);
      }
      method.visitInsn(Opcodes.RETURN);
      method.visitMaxs(0, 255);
    }
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static byte[] withVersion(byte[] classFile, int major) {
    byte[] changed = classFile.clone();
    changed[7] = (byte) major;
    return changed;
  }

  private static Set<String> names(Iterable<MethodRef> methods) {
    Set<String> names = new HashSet<>();
    methods.forEach(method -> names.add(method.name()));
    return names;
  }

  private static Map<String, LeftAlone> reasons(WovenClass woven) {
    return woven.leftAlone().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().name(), Map.Entry::getValue, (one, other) -> one));
  }

  private static Map<String, Integer> lengths(byte[] classFile) {
    return ClassFileFacts.codeLengths(new ClassReader(classFile)).entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().name(), Map.Entry::getValue, (one, other) -> one));
  }

  interface Answering {
    int mustBeGiven();

    default int byDefault() {
      return 42;
    }
  }

  /** One of each kind. */
  static class Kinds implements Comparable<Kinds> {
    int instance(int value) {
      return value;
    }

    static long ofClass(long value, double other) {
      return value + (long) other;
    }

    private String hidden(String text) {
      return text;
    }

    final Object last(Object... values) {
      return values[0];
    }

    synchronized void locked() {
      hidden("");
    }

    int looping(int times) {
      do {
        times--;
      } while (times > 0);
      return times;
    }

    Runnable lambdas() {
      return () -> locked();
    }

    @Override
    public int compareTo(Kinds other) {
      return 0;
    }
  }
}
