package dev.compat.agent.it;

import dev.compat.agent.weave.LeftAlone;
import dev.compat.agent.weave.MethodRef;
import dev.compat.agent.weave.Weaver;
import dev.compat.agent.weave.WovenClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Weaves every eligible method of a jar, loads its classes as they are and woven, and says what it
 * found: lines that begin with a word and are then separated by tabs.
 *
 * <p>The main class of a JVM of its own, which verifies everything; for {@link WeaveEverythingIT}.
 */
final class WeaveEverything {

  private final ClassFiles original;
  private final Map<String, byte[]> woven = new TreeMap<>();
  private final Set<String> holders = new TreeSet<>();
  private final SortedSet<Integer> versions = new TreeSet<>();
  private final Map<LeftAlone, Integer> leftAlone = new TreeMap<>();
  private final List<String> said = new ArrayList<>();
  private int methodCount;
  private int eligibleCount;
  private int wovenCount;

  private WeaveEverything(ClassFiles original) {
    this.original = original;
  }

  /** Takes the paths of jars. */
  public static void main(String[] jars) {
    ClassFiles madeUp = new ClassFiles("made up", Map.of("Broken", broken()));
    new WeaveEverything(madeUp).tellOfBroken().forEach(System.out::println);
    Stream.of(jars)
        .parallel()
        .map(jar -> new WeaveEverything(ClassFiles.of(Path.of(jar))).tellOfJar())
        .forEachOrdered(said -> said.forEach(System.out::println));
  }

  /** A class whose only method returns text where it says it returns a number. */
  private static byte[] broken() {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Broken", null, "java/lang/Object", null);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
    MethodVisitor code = writer.visitMethod(access, "number", "()I", null, null);
    code.visitCode();
    code.visitLdcInsn("text");
    code.visitInsn(Opcodes.IRETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private List<String> tellOfBroken() {
    original.byClass().forEach(this::weave);
    say("broken", original.load().get("Broken"), loadWoven().get("Broken"));
    return said;
  }

  private List<String> tellOfJar() {
    original.byClass().forEach(this::weave);
    Map<String, String> asItIs = original.load();
    compare(asItIs, loadWoven());
    say(
        "row",
        versions.first() + (versions.size() == 1 ? "" : " to " + versions.last()),
        original.byClass().size(),
        failures(asItIs.values()),
        methodCount,
        eligibleCount,
        wovenCount,
        holders.size(),
        reasons());
    return said;
  }

  private Map<String, String> loadWoven() {
    return new ClassFiles(original.name(), woven).load();
  }

  private void weave(String name, byte[] classFile) {
    versions.add(new ClassReader(classFile).readUnsignedShort(6));
    WovenClass result = Weaver.weave(classFile, method -> "everything");
    byte[] bytes = result.bytes() == null ? classFile : result.bytes();
    woven.put(name, bytes);
    WovenClass.Holder holder = result.holder();
    if (holder != null) {
      holders.add(holder.name());
      woven.put(holder.name(), holder.bytes());
    }
    wovenCount += result.woven().size();
    result.leftAlone().values().forEach(why -> leftAlone.merge(why, 1, Integer::sum));
    compareMethods(name, classFile, bytes, result);
  }

  private void compareMethods(String name, byte[] before, byte[] after, WovenClass result) {
    Set<String> eligible = Eligible.methods(before);
    Set<String> claimed =
        result.woven().stream().map(WeaveEverything::plain).collect(Collectors.toSet());
    Map<String, Instructions> old = Instructions.of(before);
    methodCount += old.size();
    eligibleCount += eligible.size();
    Instructions.of(after)
        .forEach(
            (method, now) -> {
              boolean expected = eligible.contains(method);
              if (now.isGated() != expected || claimed.contains(method) != expected) {
                say("missed", name, method, "eligible " + expected, "gated " + now.isGated());
              }
              if (!now.isSameAs(old.get(method))) {
                say("touched", name, method);
              }
            });
  }

  private static String plain(MethodRef method) {
    return method.name() + method.descriptor();
  }

  private void compare(Map<String, String> asItIs, Map<String, String> asWoven) {
    asWoven.forEach(
        (name, outcome) -> {
          String expected = holders.contains(name) ? "loaded, 0 fields" : asItIs.get(name);
          if (!outcome.equals(expected)) {
            say("differs", name, expected, outcome);
          }
        });
  }

  private static long failures(Collection<String> outcomes) {
    return outcomes.stream().filter(outcome -> !outcome.startsWith("loaded")).count();
  }

  /** Why methods are left alone, and how many for each reason. */
  private String reasons() {
    return leftAlone.entrySet().stream()
        .map(entry -> word(entry.getKey()) + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static String word(LeftAlone why) {
    return why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void say(String word, Object... details) {
    StringBuilder line = new StringBuilder(word).append('\t').append(original.name());
    for (Object detail : details) {
      line.append('\t').append(detail);
    }
    said.add(line.toString());
  }
}
