package dev.compat.agent.link;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the threads that are inside a replacement, by their stacks: calls of route {@code NEW} are
 * counted nowhere. Threads that a plugin has made for itself are its own affair.
 */
final class Callers {

  private Callers() {}

  /** The threads that are inside a replacement of one of these applications, a line each. */
  static List<String> inside(List<Application> applications) {
    Set<String> legacy = new HashSet<>();
    Set<String> plugins = new HashSet<>();
    for (Application application : applications) {
      application.links().forEach(link -> legacy.addAll(link.legacy()));
      application.plugins().forEach(loader -> plugins.add(loader.getName()));
    }
    List<String> inside = new ArrayList<>();
    if (!plugins.isEmpty()) {
      Thread.getAllStackTraces()
          .forEach(
              (thread, stack) -> {
                StackTraceElement frame = replacement(stack, plugins, legacy);
                if (frame != null) {
                  inside.add(line(thread, frame));
                }
              });
    }
    return inside;
  }

  /** The innermost frame of a plugin's that a legacy method has led to; null if there is none. */
  static @Nullable StackTraceElement replacement(
      StackTraceElement[] stack, Set<String> plugins, Set<String> legacy) {
    StackTraceElement innermost = null;
    for (StackTraceElement frame : stack) {
      String loader = frame.getClassLoaderName();
      if (innermost == null && loader != null && plugins.contains(loader)) {
        innermost = frame;
      } else if (innermost != null && legacy.contains(frame.getClassName())) {
        return innermost;
      }
    }
    return null;
  }

  static String line(Thread thread, StackTraceElement[] stack) {
    return stack.length == 0 ? "thread " + thread.getName() : line(thread, stack[0]);
  }

  private static String line(Thread thread, StackTraceElement frame) {
    return "thread " + thread.getName() + " is still in " + frame;
  }
}
