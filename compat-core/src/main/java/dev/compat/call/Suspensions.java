package dev.compat.call;

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
public final class Suspensions {

  /** How many join points are named in one line. */
  private static final int NAMED = 5;

  private final ShadowPool pool;
  private final Map<Object, String> told = new HashMap<>();
  private final Map<Object, String> refused = new HashMap<>();
  private @Nullable Flag flag;
  private Map<?, ? extends Subject> joinPoints = Map.of();

  /** What is told of one join point, and to whom. */
  public interface Subject {

    /** Gets what is told. */
    JoinPointEvidence evidence();

    /** Why some of the routes that {@code flag} may give are not permitted. */
    Map<Route, String> refusals(Flag flag);
  }

  /** Of join points that are compared by {@code pool}. */
  public Suspensions(ShadowPool pool) {
    this.pool = pool;
  }

  /**
   * Tells evidence, if anything has changed.
   *
   * @param newJoinPoints all of the migration, by what to call them; the same map as long as they
   *     are the same
   * @param newFlag the flag in force; null for none
   */
  public void tell(Map<?, ? extends Subject> newJoinPoints, @Nullable Flag newFlag) {
    if (newFlag != flag || newJoinPoints != joinPoints) {
      flag = newFlag;
      joinPoints = newJoinPoints;
      refuse();
    }
    String suspended = newFlag == null ? null : pool.suspended();
    // What is not permitted is not compared either: one reason is enough.
    newJoinPoints.forEach(
        (key, subject) -> {
          String why = refused.get(key);
          tell(key, subject.evidence(), why == null ? suspended : why);
        });
  }

  private void refuse() {
    refused.clear();
    Flag current = flag;
    if (current != null) {
      joinPoints.forEach(
          (key, subject) -> {
            Map<Route, String> why = subject.refusals(current);
            if (!why.isEmpty()) {
              refused.put(key, String.join("; ", why.values()));
            }
          });
    }
  }

  private void tell(Object key, JoinPointEvidence evidence, @Nullable String why) {
    String before = why == null ? told.remove(key) : told.put(key, why);
    if (why == null && before != null) {
      evidence.resumed();
    } else if (why != null && !why.equals(before)) {
      evidence.suspended(why);
    }
  }

  /** What is not permitted, a line for each reason with the join points that it is about. */
  public List<String> refused() {
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
