package dev.compat.call;

/**
 * What the calling thread is in the middle of; kept by whoever intercepts calls.
 *
 * <p>Reading and writing take the object that {@link #here()} gave, so that putting a value back
 * needs less of the stack than finding it did: a {@code StackOverflowError} in between leaves
 * nothing behind.
 */
public interface Surroundings {

  /** The calling thread's state. */
  Object here();

  /** How deep the thread is in code of the toolkit's own, whose calls are not routed. */
  int suppressed(Object here);

  /** Sets {@link #suppressed(Object)}. */
  void suppressed(Object here, int depth);

  /** Whether the thread runs the new arm of a shadow call, whose calls feed no evidence. */
  boolean candidate(Object here);

  /** Sets {@link #candidate(Object)}. */
  void candidate(Object here, boolean candidate);

  /** Whether the flag changed while the thread's last call of legacy was on its way. */
  boolean diverted(Object here);
}
