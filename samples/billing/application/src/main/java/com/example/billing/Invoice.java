package com.example.billing;

import java.util.Date;

/** An invoice, numbered and dated when it was made. */
public final class Invoice {

  private final String number;
  private final Date issued;
  private final String text;
  private final String week;
  private final String month;
  private final double total;

  public Invoice(String number, Date issued, String text, String week, String month, double total) {
    this.number = number;
    this.issued = issued;
    this.text = text;
    this.week = week;
    this.month = month;
    this.total = total;
  }

  public String getNumber() {
    return number;
  }

  public Date getIssued() {
    return issued;
  }

  public String getText() {
    return text;
  }

  /** The week of the year in which it is due. */
  public String getWeek() {
    return week;
  }

  /** The month in which it is due. */
  public String getMonth() {
    return month;
  }

  public double getTotal() {
    return total;
  }
}
