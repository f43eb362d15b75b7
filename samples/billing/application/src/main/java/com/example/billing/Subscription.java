package com.example.billing;

import org.joda.time.MutableDateTime;

/** What a customer has subscribed to; changed by every billing. */
public final class Subscription {

  private final String tenant;
  private final String id;
  private final String email;
  private final double monthly;
  private final int anchor;
  private final MutableDateTime next;
  private int periods;

  /**
   * @param monthly what a month costs
   * @param next when the next invoice is due; its day of the month is that of all
   */
  public Subscription(
      String tenant, String id, String email, double monthly, MutableDateTime next) {
    this.tenant = tenant;
    this.id = id;
    this.email = email;
    this.monthly = monthly;
    this.next = next;
    this.anchor = next.getDayOfMonth();
  }

  public String getTenant() {
    return tenant;
  }

  public String getId() {
    return id;
  }

  public String getEmail() {
    return email;
  }

  public double getMonthly() {
    return monthly;
  }

  /** The day of the month on which invoices are due, or the last day of shorter months. */
  public int getAnchor() {
    return anchor;
  }

  /** When the next invoice is due. */
  public MutableDateTime getNext() {
    return next;
  }

  public int getPeriods() {
    return periods;
  }

  /** One more invoice was written. */
  public void countPeriod() {
    periods++;
  }
}
