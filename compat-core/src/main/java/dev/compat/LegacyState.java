package dev.compat;

/**
 * What an adapter has to do with the state that legacy objects keep in their fields.
 *
 * <p>A class whose instance fields are assigned only in its constructors, and hold immutable
 * values, keeps none: the toolkit finds that out by itself. For any other class, calls that go to
 * the replacement leave legacy's fields unwritten, and the next call that goes to legacy answers
 * from fields that are stale. So until a team declares one of the two below, no route of such a
 * class may depend on the call.
 */
public enum LegacyState {
  /** Nothing is declared: the default. */
  UNDECLARED,
  /** The replacement needs nothing that legacy writes into its objects, nor the other way round. */
  INDEPENDENT,
  /**
   * An instance of the adapter belongs to each legacy object, is made when first needed, and is
   * held weakly: what legacy keeps in fields, the adapter keeps in its own. It is not closed, and
   * must not keep the legacy object; see {@link Receiver}.
   */
  PER_RECEIVER
}
