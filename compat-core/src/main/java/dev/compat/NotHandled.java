package dev.compat;

/**
 * Thrown by an adapter that declines a call before it has done anything: on route {@code FALLBACK}
 * legacy answers instead.
 *
 * <p>On every other route it is a failure like any other. One that comes out of another routed
 * method, which the adapter calls, counts as the adapter's own unless it is caught. Carries no
 * stack trace, so that declining costs little: a replacement may decline most of its calls.
 */
public final class NotHandled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Declines a call.
   *
   * @param reason why, for the report; one of a small number of texts, and no values
   */
  public NotHandled(String reason) {
    super(reason, null, false, false);
  }
}
