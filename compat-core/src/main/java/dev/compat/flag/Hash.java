package dev.compat.flag;

import java.util.Locale;

/**
 * The versions of the rule by which ids get their buckets.
 *
 * <p>Kept with the flag ({@code hash: v1}), so that a better rule, should there ever be one, takes
 * over flag by flag and when its owner says so: a toolkit that simply changed its rule would
 * reassign everybody's customers on the day of its upgrade. A flag that says nothing is of {@link
 * #V1}, for good.
 */
enum Hash {
  /** What {@link Buckets} describes. */
  V1;

  /** What begins the text that is hashed. */
  String prefix() {
    return name().toLowerCase(Locale.ROOT) + "|";
  }
}
