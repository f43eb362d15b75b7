package com.example.orders.plugin;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers of orders, kept in a table, so that several processes can give them. Where a tenant has
 * no number there yet, it begins with the hundred thousand after those that legacy gave, out of
 * reach for a legacy that goes on counting.
 */
@Singleton
final class NumberRegister {

  private static final Logger LOG = LoggerFactory.getLogger(NumberRegister.class);
  private static final int AHEAD = 100_000;

  private final DataSource source;

  @Inject
  NumberRegister(DataSource source) throws SQLException {
    this.source = source;
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table if not exists order_number"
              + " (tenant varchar(20) primary key, last int not null)");
    }
  }

  String next(String tenant) {
    try (Connection connection = source.getConnection()) {
      int next = advance(connection, tenant);
      if (next == 0) {
        begin(connection, tenant);
        next = advance(connection, tenant);
      }
      return String.format(Locale.ROOT, "%s-%06d", tenant.toUpperCase(Locale.ROOT), next);
    } catch (SQLException e) {
      throw new IllegalStateException("no number for an order of " + tenant, e);
    }
  }

  /** The next number; 0 where the tenant has none yet. */
  private static int advance(Connection connection, String tenant) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select last from final table"
                + " (update order_number set last = last + 1 where tenant = ?)")) {
      query.setString(1, tenant);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getInt(1) : 0;
      }
    }
  }

  private static void begin(Connection connection, String tenant) throws SQLException {
    int legacy = lastOfLegacy(connection, tenant);
    int last = (legacy / AHEAD + 1) * AHEAD;
    try (PreparedStatement insert =
        connection.prepareStatement("insert into order_number values (?, ?)")) {
      insert.setString(1, tenant);
      insert.setInt(2, last);
      insert.executeUpdate();
    }
    LOG.info("numbers of {} go on after {}; legacy gave {}", tenant, last, legacy);
  }

  private static int lastOfLegacy(Connection connection, String tenant) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("select max(number) from orders where tenant = ?")) {
      query.setString(1, tenant);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        String number = rows.getString(1);
        return number == null ? 0 : Integer.parseInt(number.substring(number.indexOf('-') + 1));
      }
    }
  }
}
