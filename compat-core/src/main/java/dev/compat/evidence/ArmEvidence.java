package dev.compat.evidence;

import java.util.concurrent.atomic.LongAdder;

/** What one arm did: counters and a histogram that several threads add to without waiting. */
final class ArmEvidence {

  final Durations took = new Durations();
  private final LongAdder answered = new LongAdder();
  private final LongAdder threw = new LongAdder();

  void answered(boolean byThrowing) {
    answered.increment();
    if (byThrowing) {
      threw.increment();
    }
  }

  ArmSnapshot snapshot() {
    return snapshot(took.snapshot());
  }

  ArmSnapshot counts() {
    return snapshot(Latency.NONE);
  }

  private ArmSnapshot snapshot(Latency latency) {
    long thrown = threw.sum();
    return new ArmSnapshot(answered.sum(), thrown, latency);
  }
}
