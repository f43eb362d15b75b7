package dev.compat.agent.weave;

import java.util.List;
import java.util.function.Predicate;

/**
 * What is known of how classes relate. A plugin writes a supertype where it cannot name a legacy
 * type, and class files alone do not tell one from the other; see {@link #BY_NAME}.
 */
public interface Hierarchy {

  /** By names alone: whatever may be so. What belongs to the Java platform can be named. */
  Hierarchy BY_NAME =
      new Hierarchy() {
        @Override
        public boolean mayBeSuper(String upper, String lower) {
          return isReference(upper) && isReference(lower);
        }

        @Override
        public boolean mayBeHidden(String legacy) {
          return isReference(legacy) && !legacy.replace("[", "").startsWith("Ljava/");
        }
      };

  /**
   * Whether values of the second type are values of the first; true where that is not known.
   *
   * @param upper the descriptor of a type
   * @param lower the descriptor of another type
   */
  boolean mayBeSuper(String upper, String lower);

  /**
   * Whether code of a plugin cannot name a type; true where that is not known.
   *
   * @param legacy the descriptor of a type of a legacy method
   */
  boolean mayBeHidden(String legacy);

  /** The classes, as far as known, from which a class inherits a method that is {@code wanted}. */
  default List<String> declaring(LegacyShape legacy, Predicate<MethodRef> wanted) {
    return List.of();
  }

  /** The classes, as far as known, that extend a class and declare this method of it themselves. */
  default List<String> overriding(LegacyShape legacy, MethodRef method) {
    return List.of();
  }

  /** Whether a plugin may write {@code ours} where legacy has {@code theirs}. */
  default boolean mayStandFor(String ours, String theirs) {
    return ours.equals(theirs) || (mayBeHidden(theirs) && mayBeSuper(ours, theirs));
  }

  /** Whether a descriptor is of a class or an array. */
  static boolean isReference(String descriptor) {
    return descriptor.startsWith("L") || descriptor.startsWith("[");
  }
}
