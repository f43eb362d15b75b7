package com.example.orders.plugin;

import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads customers, through the application's own {@code DataSource}. */
final class CustomerRepository {

  private static final String QUERY =
      "select id, name, country, customer_group, credit_limit, since from customer"
          + " where tenant = ? and id = ?";

  private final DataSource source;

  @Inject
  CustomerRepository(DataSource source) {
    this.source = source;
  }

  Optional<Customer> find(String tenant, int id) {
    try (Connection connection = source.getConnection();
        PreparedStatement query = connection.prepareStatement(QUERY)) {
      query.setString(1, tenant);
      query.setInt(2, id);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? Optional.of(Customer.of(rows)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("cannot read customer " + id + " of " + tenant, e);
    }
  }
}
