package dev.compat.observe;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks calls of one method at random, so that there are enough and never many: all of them as long
 * as they are few, else one in a power of two, which says how many calls a picked one stands for.
 *
 * <p>Callers make samples rarer as soon as there were too many, the control thread makes them more
 * frequent again, several times a second. Both write plain fields: what is lost when two meet is
 * put right by the next, and a sample's weight is always that by which it was picked.
 */
final class Sampling {

  /** No call is worth so little that none in so many would do. */
  private static final int RAREST = (1 << 24) - 1;

  /** One in {@code mask + 1} is picked. */
  private int mask;

  private int taken;
  private int most = 10;

  /** How many calls the one that begins stands for; 0 when it is not to be looked at. */
  int weight() {
    int current = mask;
    return (ThreadLocalRandom.current().nextInt() & current) == 0 ? current + 1 : 0;
  }

  /** Notes that a call is looked at. */
  void took() {
    int count = taken + 1;
    if (count >= most) {
      taken = 0;
      mask = Math.min(RAREST, 2 * mask + 1);
    } else {
      taken = count;
    }
  }

  /**
   * Has more calls looked at, if there is room.
   *
   * @param newMost how many there may be until the next time before they are made rarer
   */
  void tick(int newMost) {
    if (2 * taken < newMost) {
      mask >>>= 1;
    }
    most = newMost;
    taken = 0;
  }

  boolean isBusy() {
    return taken > 0 || mask > 0;
  }
}
