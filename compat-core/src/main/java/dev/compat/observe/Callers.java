package dev.compat.observe;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds who called a method: the first frame below its own that is neither ours nor the JDK's. */
final class Callers {

  static final String NONE = "none outside the JDK";

  private static final StackWalker WALKER = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);
  private static final @Nullable ClassLoader OURS = Callers.class.getClassLoader();

  /** A caller behind so many frames of the JDK is not looked for. */
  private static final int DEEPEST = 256;

  private Callers() {}

  /** The caller, as {@code com.acme.Basket#total}; its classes are not kept. */
  static String of(String type, String method) {
    return WALKER.walk(frames -> of(frames, type, method));
  }

  private static String of(Stream<StackFrame> frames, String type, String method) {
    Iterator<StackFrame> each = frames.limit(DEEPEST).iterator();
    boolean isBelow = false;
    while (each.hasNext()) {
      StackFrame frame = each.next();
      if (isBelow && !isPassedOver(frame.getDeclaringClass())) {
        return frame.getClassName() + "#" + frame.getMethodName();
      }
      isBelow |= frame.getClassName().equals(type) && frame.getMethodName().equals(method);
    }
    return NONE;
  }

  private static boolean isPassedOver(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    String module = type.getModule().getName();
    return loader == null
        || loader == OURS
        || (module != null && (module.startsWith("java.") || module.startsWith("jdk.")));
  }
}
