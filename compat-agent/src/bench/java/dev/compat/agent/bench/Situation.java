package dev.compat.agent.bench;

import com.example.pricing.LegacyPricing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * What a forked JVM is to measure, checked from the inside: the class file's version, the route in
 * force, and who answers.
 */
enum Situation {
  OFF("OFF", "legacy", false),
  NEW("ARMED", "new", true) {
    @Override
    void checkCounts(Runnable call) {
      require(callsCounted(call, "newCalls") == 0, "NEW without records counts calls");
    }
  },
  NEW_RECORDED("ARMED", "new", true) {
    @Override
    void checkCounts(Runnable call) {
      require(callsCounted(call, "newCalls") > 0, "NEW with records counts no calls");
    }
  },
  RULE("ARMED", "legacy; 1 rule", false) {
    @Override
    void checkCounts(Runnable call) {
      require(callsCounted(call, "legacyCalls") > 0, "the router counts no calls");
    }
  },
  SHARE_NEW("ARMED", "new 99 % by customer, rest legacy", true) {
    @Override
    void checkCounts(Runnable call) {
      require(callsCounted(call, "newCalls") > 0, "NEW by a share counts no calls");
    }
  },
  SHARE_LEGACY("ARMED", "new 1 % by customer, rest legacy", false) {
    @Override
    void checkCounts(Runnable call) {
      require(callsCounted(call, "legacyCalls") > 0, "LEGACY by a share counts no calls");
    }
  },
  FALLBACK("ARMED", "fallback", true) {
    @Override
    void checkCounts(Runnable call) {
      require(callsCounted(call, "newCalls") > 0, "FALLBACK counts no calls");
    }
  },
  SHADOW_NONE("ARMED", "shadow", false) {
    @Override
    void checkCounts(Runnable call) {
      require(callsCounted(call, "legacyCalls") > 0, "the router counts no calls");
      require(callsCounted(call, "compared") == 0, "a sample of none compares calls");
    }
  },
  SHADOW_ALL("ARMED", "shadow", false) {
    @Override
    void checkCounts(Runnable call) {
      require(callsCounted(call, "compared") > 0, "no call is compared");
    }
  },
  SHADOW_SLOW("ARMED", "shadow", false),
  VERIFY_ALL("ARMED", "verify", true) {
    @Override
    void checkCounts(Runnable call) {
      require(callsCounted(call, "compared") > 0, "no call is compared");
    }
  },
  VERIFY_SLOW("ARMED", "verify", true);

  private final String arming;
  private final String route;
  private final boolean isNew;

  Situation(String arming, String route, boolean isNew) {
    this.arming = arming;
    this.route = route;
    this.isNew = isNew;
  }

  /** The situation that this JVM was started for. */
  static Situation current() {
    return valueOf(System.getProperty("bench.situation"));
  }

  /** Waits until the route is in force. The legacy class must have been called by then. */
  void prepare() {
    int expected = Integer.getInteger("bench.version");
    require(version() == expected, "the class file has version " + version());
    Attached.await(arming, route);
  }

  /** Checks by an answer who gave it. */
  void check(int answer, int legacy, int fresh) {
    require(answer == (isNew ? fresh : legacy), "the wrong side answered: " + answer);
  }

  /** Checks by what the agent counts which way the calls take, where answers cannot tell. */
  void checkCounts(Runnable call) {}

  static long callsCounted(Runnable call, String name) {
    for (int i = 0; i < 1_000; i++) {
      call.run();
    }
    return Attached.next(name);
  }

  static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException("this would measure the wrong thing: " + otherwise);
    }
  }

  private static int version() {
    try (InputStream in = LegacyPricing.class.getResourceAsStream("LegacyPricing.class")) {
      return in.readNBytes(8)[7];
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
