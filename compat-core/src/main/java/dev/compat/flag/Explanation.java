package dev.compat.flag;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a call gets its route.
 *
 * @param route what it gets
 * @param desired what the rules give, before ceiling and floor
 * @param ceiling the most that is allowed
 * @param floor the least that is, which is stronger
 * @param rule the number of the rule that decides, from 1; 0 if none does and the flag's own route
 *     is given
 * @param where the file and line of that rule, or of the flag
 * @param condition what the rule asks for, in words; empty without one
 * @param gives the routes that it gives, in words
 * @param bucket the bucket that decides between them; {@code null} if none does
 * @param missing the context keys that were asked for on the way and had no value
 * @param random whether a call is drawn anew each time, so that the route is one of several
 */
public record Explanation(
    Route route,
    Route desired,
    Route ceiling,
    Route floor,
    int rule,
    String where,
    String condition,
    String gives,
    @Nullable Bucket bucket,
    Set<String> missing,
    boolean random) {

  /**
   * A place among the 100,000.
   *
   * @param number from 0 to 99,999
   * @param key the context key whose value was hashed
   * @param id that value
   * @param salt what was hashed with it
   * @param below by route, the first bucket that does not get it, the least safe route first; who
   *     is beyond the last gets LEGACY
   */
  public record Bucket(int number, String key, String id, String salt, Map<Route, Integer> below) {}
}
