package dev.compat.flag;

/** Who answers a call. The constants stand in the order of safety, the safest first. */
public enum Route {
  /** Legacy answers; nothing else runs. */
  LEGACY,
  /** Legacy answers; of a sample of calls the replacement's answer is compared with legacy's. */
  SHADOW,
  /** The replacement answers, or legacy where the replacement declines or fails without effects. */
  FALLBACK,
  /** The replacement answers; of a sample of calls legacy's answer is compared with it. */
  VERIFY,
  /** The replacement answers. */
  NEW;

  /** Whether it is the replacement that answers, unless it declines or fails. */
  public boolean answersNew() {
    return compareTo(FALLBACK) >= 0;
  }

  /** The safer of the two. */
  public Route safer(Route other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** This route, or {@code floor} if that is less safe. */
  public Route atLeast(Route floor) {
    return compareTo(floor) >= 0 ? this : floor;
  }
}
