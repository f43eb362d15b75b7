package dev.compat.samples.orders;

import java.util.Locale;
import java.util.Random;

/**
 * What the clients of one tenant ask, one after the other, without end. The same tenant asks the
 * same whenever it is run. Not safe for use by several threads.
 */
final class Script {

  private final Random random;

  Script(String tenant) {
    random = new Random(tenant.hashCode());
  }

  Request next() {
    int kind = random.nextInt(100);
    if (kind < 25) {
      return new Request("GET", "/customers/" + customer());
    }
    if (kind < 60) {
      return new Request("GET", "/quote?" + what());
    }
    if (kind < 90) {
      return new Request("POST", "/orders?" + what() + "&date=" + date());
    }
    return new Request("GET", "/orders/" + Request.LAST);
  }

  private String what() {
    return "customer=" + customer() + "&sku=" + sku() + "&quantity=" + quantity();
  }

  private int customer() {
    return chance(1) ? 77 : 1 + random.nextInt(40);
  }

  private String sku() {
    if (chance(1)) {
      return "A-999";
    }
    if (chance(8)) {
      return "B-" + (101 + random.nextInt(3));
    }
    return chance(30) ? "S-" + (101 + random.nextInt(15)) : "A-" + (101 + random.nextInt(30));
  }

  private int quantity() {
    if (chance(5)) {
      return -1 - random.nextInt(3);
    }
    return chance(4) ? 100 + random.nextInt(20) : random.nextInt(15);
  }

  /** Some days do not exist, and clients send them all the same. */
  private String date() {
    return String.format(
        Locale.ROOT, "2026-%02d-%02d", 1 + random.nextInt(12), 1 + random.nextInt(31));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
