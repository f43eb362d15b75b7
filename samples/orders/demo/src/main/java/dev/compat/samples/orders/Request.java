package dev.compat.samples.orders;

/**
 * What a client of the application asks, for a tenant.
 *
 * @param method of HTTP
 * @param path with its query; where it ends with {@link #LAST}, the last order placed is meant
 */
record Request(String method, String path) {

  /** Stands for the number of the last order: the two sides may count differently. */
  static final String LAST = "<last>";

  boolean placesOrder() {
    return method.equals("POST");
  }

  String path(String lastNumber) {
    return path.replace(LAST, lastNumber);
  }
}
