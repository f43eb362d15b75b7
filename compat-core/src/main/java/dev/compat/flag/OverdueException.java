package dev.compat.flag;

/**
 * Says that a context value cannot be had for now, because a call that reads it does not come back.
 *
 * <p>Not the same as having no value: a rule that lets some keep legacy must not be passed over for
 * as long as another call hangs. Whoever asked for a route answers legacy, or the floor.
 */
public final class OverdueException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OverdueException(String text) {
    super(text, null, false, false);
  }
}
