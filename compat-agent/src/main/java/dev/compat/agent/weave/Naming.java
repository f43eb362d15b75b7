package dev.compat.agent.weave;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a method of a plugin names a legacy method.
 *
 * @param method the plugin's own method
 * @param receiver where it takes the legacy object
 * @param signature what {@code @Signature} says, or null
 */
public record Naming(MethodRef method, Receiver receiver, @Nullable String signature) {

  /** Where a method of a plugin takes the legacy object. */
  public enum Receiver {
    /** Nowhere: an adapter's method. */
    NOWHERE,
    /** First: an adapter's method with {@code @Receiver}. */
    FIRST,
    /** Where it must not be: an adapter's method with {@code @Receiver} further back. */
    MISPLACED,
    /** First, unless the legacy method is static: an original's method. */
    FIRST_UNLESS_STATIC
  }

  /** Whether the legacy object comes before the arguments of that legacy method. */
  boolean takesReceiver(boolean isStatic) {
    return receiver == Receiver.FIRST || (receiver == Receiver.FIRST_UNLESS_STATIC && !isStatic);
  }

  /** The descriptors of what stands for the arguments of a legacy method; null if none can. */
  @Nullable List<String> arguments(boolean isStatic) {
    List<String> all = method.parameterList();
    if (!takesReceiver(isStatic)) {
      return all;
    }
    return all.isEmpty() ? null : all.subList(1, all.size());
  }

  /** What it takes for the legacy object of a method that is not static; null if nothing. */
  @Nullable String receiverType() {
    List<String> all = method.parameterList();
    return receiver == Receiver.NOWHERE || all.isEmpty() ? null : all.get(0);
  }

  /** Whether it calls the legacy method, where an adapter's takes its place. */
  boolean isOriginal() {
    return receiver == Receiver.FIRST_UNLESS_STATIC;
  }

  /** The name of the legacy method. */
  String legacyName() {
    return signature == null ? method.name() : SignatureText.name(signature);
  }
}
