package dev.compat.agent.link;

import dev.compat.evidence.JoinPointEvidence;
import dev.compat.flag.Flag;
import dev.compat.flag.Route;
import dev.compat.shadow.ShadowPool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says of every join point of a migration why it does not go where its flag says. Used by the
 * control thread alone.
 */
final class Suspensions {

  /** How many join points are named in one line. */
  private static final int NAMED = 5;

  private final ShadowPool pool;
  private final Map<Armed.Key, String> told = new HashMap<>();
  private final Map<Armed.Key, String> refused = new HashMap<>();
  private @Nullable Flag flag;
  private @Nullable Armed armed;

  Suspensions(ShadowPool pool) {
    this.pool = pool;
  }

  /**
   * Tells evidence, if anything has changed.
   *
   * @param newFlag the flag in force; null for none
   */
  void tell(Armed newArmed, @Nullable Flag newFlag) {
    if (newFlag != flag || newArmed != armed) {
      flag = newFlag;
      armed = newArmed;
      refuse(newArmed, newFlag);
    }
    String suspended = newFlag == null ? null : pool.suspended();
    // What is not permitted is not compared either: one reason is enough.
    newArmed
        .targets()
        .forEach(
            (key, target) -> {
              String why = refused.get(key);
              tell(key, target.evidence(), why == null ? suspended : why);
            });
  }

  private void refuse(Armed newArmed, @Nullable Flag newFlag) {
    refused.clear();
    if (newFlag != null) {
      newArmed
          .targets()
          .forEach(
              (key, target) -> {
                Map<Route, String> why =
                    target
                        .permits()
                        .refusals(newFlag.routes(), newFlag.floor(), newFlag.splitsByCall());
                if (!why.isEmpty()) {
                  refused.put(key, String.join("; ", why.values()));
                }
              });
    }
  }

  private void tell(Armed.Key key, JoinPointEvidence evidence, @Nullable String why) {
    String before = why == null ? told.remove(key) : told.put(key, why);
    if (why == null && before != null) {
      evidence.resumed();
    } else if (why != null && !why.equals(before)) {
      evidence.suspended(why);
    }
  }

  /** What is not permitted, a line for each reason with the join points that it is about. */
  List<String> refused() {
    Map<String, Set<String>> joinPoints = new TreeMap<>();
    refused.forEach(
        (key, why) -> joinPoints.computeIfAbsent(why, any -> new TreeSet<>()).add(key.toString()));
    return joinPoints.entrySet().stream().map(one -> line(one.getValue(), one.getKey())).toList();
  }

  private static String line(Set<String> joinPoints, String why) {
    String names = String.join(", ", joinPoints.stream().limit(NAMED).toList());
    int more = joinPoints.size() - NAMED;
    return names
        + (more > 0 ? " and " + more + " more are " : joinPoints.size() == 1 ? " is " : " are ")
        + why;
  }
}
