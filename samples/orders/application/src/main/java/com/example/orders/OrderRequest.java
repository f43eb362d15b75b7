package com.example.orders;

/** An order as it comes in. */
public class OrderRequest {

  private final int customer;
  private final String sku;
  private final int quantity;
  private final String date;

  public OrderRequest(int customer, String sku, int quantity, String date) {
    this.customer = customer;
    this.sku = sku;
    this.quantity = quantity;
    this.date = date;
  }

  public int getCustomer() {
    return customer;
  }

  public String getSku() {
    return sku;
  }

  /** Negative for a credit note. */
  public int getQuantity() {
    return quantity;
  }

  /** As the client wrote it: {@code 2026-11-20}. */
  public String getDate() {
    return date;
  }
}
