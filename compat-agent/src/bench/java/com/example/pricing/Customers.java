package com.example.pricing;

/** Where the context of a call is read from. */
public final class Customers {

  private Customers() {}

  /** The customer whom the present call is for. */
  public static String current() {
    return "acme";
  }
}
