package dev.compat.flag;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes the way of {@link Flag#route} once more and notes what it meets. One for each answer. */
final class Explaining {
  private final Flag flag;
  private final Flag.Definition definition;
  private final Set<String> missing = new LinkedHashSet<>();
  private final Context context;

  private Explaining(Flag flag, Context asked) {
    this.flag = flag;
    this.definition = flag.definition();
    this.context = key -> noted(key, asked.get(key));
  }

  static Explanation explain(Flag flag, Context context) {
    return new Explaining(flag, context).explanation();
  }

  private @Nullable String noted(String key, @Nullable String value) {
    if (value == null) {
      missing.add(key);
    }
    return value;
  }

  private Explanation explanation() {
    List<Rule> rules = definition.rules();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule.matches(context)) {
        return explanation(i + 1, rule.where(), rule.condition(), rule.split());
      }
    }
    return explanation(0, definition.where(), "", definition.otherwise());
  }

  private Explanation explanation(int rule, String where, String condition, Split split) {
    By by = split.by();
    boolean random = by != null && by.isCall();
    Route desired = random ? split.at(0) : split.route(context);
    Explanation.Bucket bucket = by == null ? null : bucket(by, split);
    return new Explanation(
        flag.bounded(desired),
        desired,
        flag.ceiling(),
        flag.floor(),
        rule,
        where,
        condition,
        split.toString(),
        bucket,
        missing,
        random);
  }

  private Explanation.@Nullable Bucket bucket(By by, Split split) {
    Buckets buckets = by.first(context);
    String id = buckets == null ? null : context.get(buckets.kind());
    return buckets == null || id == null
        ? null
        : new Explanation.Bucket(
            buckets.bucket(id), buckets.kind(), id, buckets.salt(), split.ends());
  }
}
