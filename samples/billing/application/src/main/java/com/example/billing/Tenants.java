package com.example.billing;

/** Whose subscriptions the thread is at. */
public final class Tenants {

  private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

  private Tenants() {}

  /** The tenant, or null between two of them. */
  public static String current() {
    return CURRENT.get();
  }

  static void enter(String tenant) {
    CURRENT.set(tenant);
  }

  static void leave() {
    CURRENT.remove();
  }
}
