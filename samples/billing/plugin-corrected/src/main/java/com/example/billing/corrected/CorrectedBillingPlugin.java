package com.example.billing.corrected;

import com.example.billing.plugin.BillingPlugin;
import com.example.billing.plugin.Schedule;

/** The same adapters, with the corrected replacement. */
public final class CorrectedBillingPlugin extends BillingPlugin {

  @Override
  protected void configure() {
    bind(Schedule.class).to(CorrectedSchedule.class);
  }
}
