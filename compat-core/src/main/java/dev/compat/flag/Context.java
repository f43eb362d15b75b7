package dev.compat.flag;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who a call is for: attributes such as the tenant or the user, each read when it is asked for.
 *
 * <p>Belongs to one call and to the caller's thread; not to be kept beyond either.
 */
@FunctionalInterface
public interface Context {
  /** A context that knows nothing. */
  Context NONE = key -> null;

  /** The attribute's value; {@code null} if the call has none. */
  @Nullable String get(String key);

  /** A context of fixed attributes. */
  static Context of(Map<String, String> attributes) {
    return Map.copyOf(attributes)::get;
  }
}
