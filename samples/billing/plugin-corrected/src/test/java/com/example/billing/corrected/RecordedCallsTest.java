package com.example.billing.corrected;

import dev.compat.junit.Replay;
import dev.compat.junit.ReplayedCall;

/** The adapters, given calls that legacy answered under the first plugin's shadow run. */
class RecordedCallsTest {

  @Replay(
      plugin = CorrectedBillingPlugin.class,
      recordings = "src/test/recordings",
      flags = "src/test/recordings/flags.yaml")
  void answers_as_legacy_did(ReplayedCall call) {
    call.check();
  }
}
