package com.example.billing;

/** An invoice that is due. */
public final class Due {

  private final String subscription;
  private final long at;

  /**
   * @param at when, in milliseconds since 1970
   */
  public Due(String subscription, long at) {
    this.subscription = subscription;
    this.at = at;
  }

  public String getSubscription() {
    return subscription;
  }

  public long getAt() {
    return at;
  }
}
