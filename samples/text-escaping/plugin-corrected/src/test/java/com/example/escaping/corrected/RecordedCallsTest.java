package com.example.escaping.corrected;

import dev.compat.junit.Replay;
import dev.compat.junit.ReplayedCall;

/** The adapter, given calls that legacy answered under the first plugin's shadow run. */
class RecordedCallsTest {

  @Replay(plugin = CorrectedEscapingPlugin.class, recordings = "src/test/recordings")
  void answers_as_legacy_did(ReplayedCall call) {
    call.check();
  }
}
