package com.example.orders;

/** An order, or a part of it, that cannot be accepted. */
public class OrderException extends Exception {

  private static final long serialVersionUID = 1L;

  public OrderException(String message) {
    super(message);
  }
}
