package dev.compat.flag;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A share that a flag gives: its own, or that of one of its rules. Immutable.
 *
 * <p>For finding out beforehand who would be in it.
 */
public final class Share {
  private final String where;
  private final Split split;
  private final By by;

  private Share(String where, Split split, By by) {
    this.where = where;
    this.split = split;
    this.by = by;
  }

  static List<Share> of(Flag.Definition definition) {
    List<Share> shares = new ArrayList<>();
    add(definition.where(), definition.otherwise(), shares);
    definition.rules().forEach(rule -> add(rule.where(), rule.split(), shares));
    return List.copyOf(shares);
  }

  private static void add(String where, Split split, List<Share> shares) {
    By by = split.by();
    if (by != null && !by.isCall()) {
      shares.add(new Share(where, split, by));
    }
  }

  /** The file and line of the flag or of the rule. */
  public String where() {
    return where;
  }

  /** The context keys whose values keep calls together, the first that a call has. */
  public List<String> keys() {
    return by.chain().stream().map(Buckets::kind).toList();
  }

  /** By route, those that get any but LEGACY, its share of 100,000; the least safe first. */
  public Map<Route, Integer> parts() {
    return split.parts();
  }

  /**
   * The bucket of an id, from 0 to 99,999.
   *
   * @param key one of {@link #keys}
   */
  public int bucket(String key, String id) {
    return buckets(key).bucket(id);
  }

  /** The route of those in a bucket. */
  public Route route(int bucket) {
    return split.at(bucket);
  }

  /** What tells the buckets from those of other flags. */
  public String salt() {
    return by.chain().get(0).salt();
  }

  /** The same share of another draw. */
  public Share withSalt(String salt) {
    return new Share(where, split, By.keys(by.chain().get(0).hash(), salt, keys()));
  }

  private Buckets buckets(String key) {
    return by.chain().stream()
        .filter(buckets -> buckets.kind().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no key '" + key + "' of " + keys()));
  }

  /** In words: {@code new 5 % by tenant, rest legacy}. */
  @Override
  public String toString() {
    return split.toString();
  }
}
