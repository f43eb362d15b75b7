package dev.compat.agent.weave;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.jspecify.annotations.Nullable;

/**
 * Writes the holder of a class file older than Java 7: a class of a current version, in the same
 * package and loader, with one static method for each call site.
 *
 * <p>Its methods are named after what they link, so that weaving the same class again, after
 * another agent has changed it, finds the holder that is already there. A holder stays for the life
 * of its loader; each time the agent is attached it has holders of its own.
 */
final class HolderWriter implements CallSites {

  /** Another agent that is attached later must not meet this one's, whose call sites are linked. */
  private static final String SUFFIX = "$CompatHolder$" + Long.toHexString(System.nanoTime());

  private final String name;
  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
  private final Set<String> written = new HashSet<>();

  HolderWriter(String owner) {
    name = owner + SUFFIX;
    int access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
    writer.visit(Opcodes.V17, access, name, null, "java/lang/Object", null);
  }

  @Override
  public void askGate(MethodVisitor code, Prologue prologue) {
    String gate = "gate$" + HexFormat.of().formatHex(prologue.migration().getBytes(UTF_8));
    MethodVisitor site = siteMethod(gate, "()Z");
    if (site != null) {
      prologue.linkGate(site);
      site.visitInsn(Opcodes.IRETURN);
      finish(site);
    }
    code.visitMethodInsn(Opcodes.INVOKESTATIC, name, gate, "()Z", false);
  }

  @Override
  public void callRoute(MethodVisitor code, Prologue prologue) {
    String route = (prologue.isStatic() ? "static$" : "this$") + prologue.method().name();
    MethodVisitor site = siteMethod(route, prologue.routeType());
    if (site != null) {
      prologue.loadArguments(site);
      prologue.linkRoute(site);
      prologue.returnResult(site);
      finish(site);
    }
    code.visitMethodInsn(Opcodes.INVOKESTATIC, name, route, prologue.routeType(), false);
  }

  WovenClass.Holder holder() {
    writer.visitEnd();
    return new WovenClass.Holder(name.replace('/', '.'), writer.toByteArray());
  }

  private @Nullable MethodVisitor siteMethod(String method, String type) {
    if (!written.add(method + type)) {
      return null;
    }
    int access = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
    MethodVisitor site = writer.visitMethod(access, method, type, null, null);
    site.visitCode();
    return site;
  }

  private static void finish(MethodVisitor site) {
    site.visitMaxs(0, 0);
    site.visitEnd();
  }
}
