package dev.compat.agent.harm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.MDC;

/**
 * The zero-harm contract: whatever happens beside it, a caller gets what legacy gave, on its own
 * thread, without waiting, and is left as it was. One line each of what may happen.
 */
public enum Promise {
  OFF("attached, and off: route `legacy`", 200),
  ANSWERS_OTHERWISE("the replacement answers otherwise", 200),
  ANSWERS_NULL("… answers null") {
    @Override
    Object replacement(List<Object> given) {
      return null;
    }
  },
  THROWS_CHECKED("… throws a checked exception") {
    @Override
    Object replacement(List<Object> given) throws IOException {
      throw new IOException("new");
    }
  },
  THROWS_UNCHECKED("… throws a `RuntimeException`") {
    @Override
    Object replacement(List<Object> given) {
      throw new IllegalStateException("new");
    }
  },
  OUT_OF_MEMORY("… throws an `OutOfMemoryError` (simulated)") {
    @Override
    Object replacement(List<Object> given) {
      throw new OutOfMemoryError("new");
    }
  },
  OVERFLOWS("… overflows the stack") {
    @Override
    Object replacement(List<Object> given) {
      return endless(0);
    }
  },
  NOT_INITIALISED("… has a static initialiser that fails") {
    @Override
    Object replacement(List<Object> given) {
      return Broken.VALUE;
    }
  },
  HANGS("… hangs", 5) {
    @Override
    Object replacement(List<Object> given) {
      Sides.hang();
      return "at last";
    }
  },
  SLOW("… takes 500 ms", 5) {
    @Override
    Object replacement(List<Object> given) throws IOException {
      Sides.take(500, given);
      return legacy(given);
    }
  },
  CYCLE("… answers a graph with a cycle") {
    @Override
    Object replacement(List<Object> given) {
      List<Object> cyclic = new ArrayList<>();
      cyclic.add(cyclic);
      return cyclic;
    }
  },
  MILLION("… answers a graph of a million nodes", 3) {
    @Override
    Object legacy(List<Object> given) {
      return new ArrayList<>(List.of("answer"));
    }

    @Override
    Object replacement(List<Object> given) {
      return million();
    }
  },
  BOTH_MILLION("… and so does legacy", 3) {
    @Override
    Object legacy(List<Object> given) {
      return million();
    }

    @Override
    Object replacement(List<Object> given) {
      return million();
    }
  },
  CHANGES_ARGUMENT("… changes its argument", 100) {
    @Override
    Object replacement(List<Object> given) {
      given.clear();
      return "legacy";
    }
  },
  CALLS_BACK("… calls the legacy method") {
    @Override
    Object replacement(List<Object> given) throws IOException {
      return Sides.callBack(given);
    }
  },
  CHANGES_THREAD(
      "… interrupts its thread, changes its MDC and class loader, leaves a thread-local") {
    @Override
    Object replacement(List<Object> given) throws IOException {
      Thread.currentThread().interrupt();
      Thread.currentThread().setContextClassLoader(null);
      MDC.put("tenant", "another");
      Sides.LEFT_BEHIND.set(given);
      return legacy(given);
    }
  },
  EQUALS_THROWS("answers whose `equals`, `hashCode` and `toString` throw") {
    @Override
    Object legacy(List<Object> given) {
      return new Hostile(false);
    }

    @Override
    Object replacement(List<Object> given) {
      return new Hostile(false);
    }
  },
  EQUALS_HANGS("answers whose `equals`, `hashCode` and `toString` hang", 3) {
    @Override
    Object legacy(List<Object> given) {
      return new Hostile(true);
    }

    @Override
    Object replacement(List<Object> given) {
      return new Hostile(true);
    }
  },
  LEGACY_THROWS("legacy throws a checked exception, and the replacement does not") {
    @Override
    Object legacy(List<Object> given) throws IOException {
      throw new IOException("legacy");
    }
  },
  LEGACY_THROWS_ERROR("legacy throws an `Error`, and the replacement does not") {
    @Override
    Object legacy(List<Object> given) {
      throw new AssertionError("legacy");
    }
  },
  INTERRUPTED("the caller is interrupted, holds a lock, has an MDC and a class loader") {
    @Override
    boolean isInterrupted() {
      return true;
    }

    @Override
    Object replacement(List<Object> given) throws IOException {
      return legacy(given);
    }
  },
  QUEUE_FULL("the queue is full", 500) {
    @Override
    Object replacement(List<Object> given) {
      Sides.hang();
      return "at last";
    }
  },
  MANY_CALLERS("64 callers at once, the replacement takes 20 ms", 5) {
    @Override
    Object replacement(List<Object> given) throws IOException {
      Sides.take(20, given);
      return legacy(given);
    }

    @Override
    int callers() {
      return 64;
    }
  },
  CONTEXT_THROWS("a context reader throws") {
    @Override
    String tenant() {
      throw new IllegalStateException("no tenant");
    }
  },
  CONTEXT_HANGS("a context reader has been hanging for a second", 5) {
    @Override
    String tenant() {
      Sides.hang();
      return "acme";
    }
  },
  RULE_THROWS("a comparison rule in code throws") {
    @Override
    Object normalise(String answer) {
      throw new AssertionError("no rule");
    }
  },
  RULE_HANGS("a comparison rule in code hangs", 5) {
    @Override
    Object normalise(String answer) {
      Sides.hang();
      return answer;
    }
  },
  REPORTER_THROWS("what reports throws") {
    @Override
    void report() {
      throw new IllegalStateException("no report");
    }
  },
  REPORTER_HANGS("what reports hangs", 3) {
    @Override
    void report() {
      Sides.hang();
    }
  },
  STATE_GONE("the evidence folder is deleted meanwhile", 200, Surroundings.GONE),
  STATE_READ_ONLY("the evidence folder is read-only", 200, Surroundings.READ_ONLY),
  STATE_FULL("the evidence folder is full", 200, Surroundings.FULL),
  NOBODY_READS("nobody reads standard error", 200, Surroundings.NOBODY_READS);

  /** In what kind of process a promise is looked at. */
  public enum Surroundings {
    ORDINARY,
    GONE,
    READ_ONLY,
    FULL,
    NOBODY_READS
  }

  private final String title;
  private final int calls;
  private final Surroundings surroundings;

  Promise(String title) {
    this(title, 20);
  }

  Promise(String title, int calls) {
    this(title, calls, Surroundings.ORDINARY);
  }

  Promise(String title, int calls, Surroundings surroundings) {
    this.title = title;
    this.calls = calls;
    this.surroundings = surroundings;
  }

  public String title() {
    return title;
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  /** How many calls each caller makes. */
  int calls() {
    return calls;
  }

  int callers() {
    return 1;
  }

  boolean isInterrupted() {
    return false;
  }

  Object legacy(List<Object> given) throws IOException {
    return "legacy " + given;
  }

  Object replacement(List<Object> given) throws IOException {
    return "new";
  }

  String tenant() {
    return "acme";
  }

  void report() {}

  /** Whether the team compares in code. */
  boolean hasRule() {
    return this == RULE_THROWS || this == RULE_HANGS;
  }

  Object normalise(String answer) {
    return answer;
  }

  private static Object endless(int depth) {
    return depth < 0 ? depth : endless(depth + 1) + "";
  }

  private static Object million() {
    List<Object> nodes = new ArrayList<>();
    for (int i = 0; i < 1_000_000; i++) {
      nodes.add(new Object[] {nodes});
    }
    return nodes;
  }

  private static final class Broken {
    static final Object VALUE = Sides.fail();
  }

  /** Does everything wrong that a value can. */
  private static final class Hostile implements Comparable<Hostile> {
    private final boolean isHanging;

    Hostile(boolean isHanging) {
      this.isHanging = isHanging;
    }

    private IllegalStateException harm() {
      if (isHanging) {
        Sides.hang();
      }
      return new IllegalStateException("hostile");
    }

    @Override
    public boolean equals(Object other) {
      throw harm();
    }

    @Override
    public int hashCode() {
      throw harm();
    }

    @Override
    public String toString() {
      throw harm();
    }

    @Override
    public int compareTo(Hostile other) {
      throw harm();
    }
  }
}
