package com.example.billing;

import org.joda.time.DateTimeZone;
import org.joda.time.MutableDateTime;

/** What a customer has subscribed to; changed by every billing. */
public final class Subscription {

  private final String id;
  private final double monthly;
  private final String zone;
  private final int anchor;
  private long next;
  private int periods;

  /**
   * @param monthly what a month costs
   * @param next when the next invoice is due; its day of the month is that of all
   */
  public Subscription(String id, double monthly, MutableDateTime next) {
    this.id = id;
    this.monthly = monthly;
    this.zone = next.getZone().getID();
    this.anchor = next.getDayOfMonth();
    this.next = next.getMillis();
  }

  public String getId() {
    return id;
  }

  public double getMonthly() {
    return monthly;
  }

  public String getZone() {
    return zone;
  }

  /** The day of the month on which invoices are due, or the last day of shorter months. */
  public int getAnchor() {
    return anchor;
  }

  /** When the next invoice is due. */
  public MutableDateTime due() {
    return new MutableDateTime(next, DateTimeZone.forID(zone));
  }

  /** The same in milliseconds since 1970. */
  public long getNext() {
    return next;
  }

  public int getPeriods() {
    return periods;
  }

  /** Counts an invoice; the next one is due then. */
  public void billed(long nextDue) {
    next = nextDue;
    periods++;
  }
}
