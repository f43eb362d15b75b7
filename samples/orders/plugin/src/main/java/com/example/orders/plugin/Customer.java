package com.example.orders.plugin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * A customer of a tenant.
 *
 * @param id unique for its tenant
 * @param name without spaces around it
 * @param country two letters
 * @param group the name of the group that its discount hangs on
 * @param creditLimit in cents
 * @param since when it became one
 */
record Customer(
    int id, String name, String country, String group, long creditLimit, LocalDate since) {

  /** Reads the row that {@code rows} is at. */
  static Customer of(ResultSet rows) throws SQLException {
    return new Customer(
        rows.getInt("id"),
        rows.getString("name").trim(),
        rows.getString("country"),
        rows.getString("customer_group"),
        rows.getLong("credit_limit"),
        rows.getObject("since", LocalDate.class));
  }
}
