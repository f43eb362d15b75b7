package com.example.billing.corrected;

import com.example.billing.plugin.Schedule;
import dev.compat.CompatModule;

/** Binds the corrected replacement. */
public final class CorrectedBillingPlugin extends CompatModule {

  @Override
  protected void configure() {
    bind(Schedule.class).to(CorrectedSchedule.class);
  }
}
