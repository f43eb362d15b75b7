package dev.compat.call;

import dev.compat.NotHandled;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells the exceptions of a replacement that are answers from those that are failures. Immutable.
 *
 * <p>What legacy declares, and its subclasses, is an answer; {@code throws Exception} and {@code
 * throws Throwable} say nothing about unchecked exceptions, which legacy may throw without saying
 * so, and cover the checked ones alone. What a team lists is an answer as it is listed. {@link
 * NotHandled} never is.
 */
public final class AnswerTypes {

  private final Class<?>[] types;
  private final boolean isAnyChecked;

  private AnswerTypes(Class<?>[] types, boolean isAnyChecked) {
    this.types = types;
    this.isAnyChecked = isAnyChecked;
  }

  /**
   * The answers of one join point.
   *
   * @param declared what the legacy method declares that it throws
   * @param listed what the team lists besides
   */
  public static AnswerTypes of(List<Class<?>> declared, List<Class<?>> listed) {
    List<Class<?>> types = new ArrayList<>(listed);
    declared.stream().filter(type -> !isGeneral(type)).forEach(types::add);
    boolean isAnyChecked = declared.stream().anyMatch(AnswerTypes::isGeneral);
    return new AnswerTypes(types.toArray(Class<?>[]::new), isAnyChecked);
  }

  private static boolean isGeneral(Class<?> type) {
    return type == Exception.class || type == Throwable.class;
  }

  /** Allocates nothing. */
  boolean isAnswer(Throwable thrown) {
    if (thrown instanceof NotHandled) {
      return false;
    }
    for (Class<?> type : types) {
      if (type.isInstance(thrown)) {
        return true;
      }
    }
    return isAnyChecked && !(thrown instanceof RuntimeException || thrown instanceof Error);
  }

  /**
   * Whether nothing may be run after it. Of a virtual machine that is out of memory or in disorder
   * nobody knows what legacy would do; of a stack that overflowed nothing is left where it is
   * caught. A thread that is to die is not kept alive. (By name, since later JDKs have no such
   * class.)
   */
  static boolean isFatal(Throwable thrown) {
    return (thrown instanceof VirtualMachineError && !(thrown instanceof StackOverflowError))
        || thrown.getClass().getName().equals("java.lang.ThreadDeath");
  }
}
