package dev.compat.planted;

import java.util.Set;

/** Classes that both sides have, each from its own class loader. */
public final class Twin {

  private Twin() {}

  enum Side {
    LEFT,
    RIGHT
  }

  record Money(int amount, Side side) {}

  static final class Tagged {
    final Set<String> tags;

    Tagged(Set<String> tags) {
      this.tags = tags;
    }
  }
}
