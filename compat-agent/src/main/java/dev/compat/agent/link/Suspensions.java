package dev.compat.agent.link;

import dev.compat.evidence.JoinPointEvidence;
import dev.compat.shadow.ShadowPool;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says of every join point of a migration why it is not shadowed though its flag says so. Used by
 * the control thread alone.
 */
final class Suspensions {

  private static final Logger log = LoggerFactory.getLogger(Suspensions.class);
  private static final String UNDECLARED =
      "not shadowed, since its replacement may have effects; if it has none, declare"
          + " @Effects(replacement = NONE) on the adapter's method";

  private final ShadowPool pool;
  private final Map<Armed.Key, String> told = new HashMap<>();

  Suspensions(ShadowPool pool) {
    this.pool = pool;
  }

  /**
   * Tells evidence, and once each the log.
   *
   * @param shadows whether the flag sends any call to route SHADOW
   */
  void tell(String migration, Armed armed, boolean shadows) {
    String suspended = pool.suspended();
    armed
        .targets()
        .forEach(
            (key, target) -> {
              String undeclared = target.shadowable() ? suspended : UNDECLARED;
              tell(migration, key, target.evidence(), shadows ? undeclared : null);
            });
  }

  private void tell(
      String migration, Armed.Key key, JoinPointEvidence evidence, @Nullable String why) {
    String before = why == null ? told.remove(key) : told.put(key, why);
    if (why == null && before != null) {
      evidence.resumed();
    } else if (why != null && !why.equals(before)) {
      evidence.suspended(why);
      if (why.equals(UNDECLARED)) {
        log.warn("{}: {} is {}", migration, key, why);
      }
    }
  }
}
