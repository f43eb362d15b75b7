package com.example.orders;

import java.util.Date;

/** An order that was accepted. */
public class Order {

  private String number;
  private int customer;
  private String sku;
  private int quantity;
  private long net;
  private long tax;
  private Date due;
  private Long previousPrice;

  public String getNumber() {
    return number;
  }

  public void setNumber(String number) {
    this.number = number;
  }

  public int getCustomer() {
    return customer;
  }

  public void setCustomer(int customer) {
    this.customer = customer;
  }

  public String getSku() {
    return sku;
  }

  public void setSku(String sku) {
    this.sku = sku;
  }

  public int getQuantity() {
    return quantity;
  }

  public void setQuantity(int quantity) {
    this.quantity = quantity;
  }

  public long getNet() {
    return net;
  }

  public void setNet(long net) {
    this.net = net;
  }

  public long getTax() {
    return tax;
  }

  public void setTax(long tax) {
    this.tax = tax;
  }

  public Date getDue() {
    return due;
  }

  public void setDue(Date due) {
    this.due = due;
  }

  /** What one piece cost when the tenant last sold it, in cents; null if it never did. */
  public Long getPreviousPrice() {
    return previousPrice;
  }

  public void setPreviousPrice(Long previousPrice) {
    this.previousPrice = previousPrice;
  }
}
