package com.example.billing.plugin;

import dev.compat.CompatModule;

/** Binds {@code java.time} as one writes it first. */
public class BillingPlugin extends CompatModule {

  @Override
  protected void configure() {
    bind(Schedule.class).to(JavaTimeSchedule.class);
  }
}
