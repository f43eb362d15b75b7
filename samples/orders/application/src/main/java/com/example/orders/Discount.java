package com.example.orders;

/** What a customer pays less. */
public interface Discount {

  /** In percent of the list price. */
  int percent();
}
