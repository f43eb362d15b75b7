package com.example.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one database of the application, in memory. */
public final class Database {

  static final int CUSTOMERS = 40;

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private static final JdbcConnectionPool POOL =
      JdbcConnectionPool.create("jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1", "sa", "");

  private static final String[] COUNTRIES = {"DE", "AT", "CH", "FR", "NL", "SE", "DE", "GB"};
  private static final String[] NAMES = {"Huber", "Meier", "Rossi", "Blanc", "Jansen", "Berg"};

  private Database() {}

  public static DataSource getDataSource() {
    return POOL;
  }

  static Connection getConnection() throws SQLException {
    return POOL.getConnection();
  }

  /** Creates the tables, and customers for each tenant; the same seed gives the same customers. */
  static void create(String[] tenants, long seed) throws SQLException {
    Random random = new Random(seed);
    Connection connection = getConnection();
    try {
      createTables(connection);
      for (int i = 0; i < tenants.length; i++) {
        createCustomers(connection, tenants[i], random);
      }
    } finally {
      connection.close();
    }
    LOG.info("created {} tenants with {} customers each", tenants.length, CUSTOMERS);
  }

  private static void createTables(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    try {
      statement.execute(
          "create table customer (tenant varchar(20), id int, name varchar(60), country char(2),"
              + " customer_group varchar(10), credit_limit bigint, since date,"
              + " primary key (tenant, id))");
      statement.execute(
          "create table orders (tenant varchar(20), number varchar(20), customer int,"
              + " sku varchar(10), quantity int, net bigint, tax bigint, due date,"
              + " primary key (tenant, number))");
    } finally {
      statement.close();
    }
  }

  private static void createCustomers(Connection connection, String tenant, Random random)
      throws SQLException {
    PreparedStatement insert =
        connection.prepareStatement("insert into customer values (?, ?, ?, ?, ?, ?, ?)");
    try {
      for (int id = 1; id <= CUSTOMERS; id++) {
        insert.setString(1, tenant);
        insert.setInt(2, id);
        insert.setString(3, NAMES[random.nextInt(NAMES.length)] + " & Co ");
        insert.setString(4, COUNTRIES[random.nextInt(COUNTRIES.length)]);
        insert.setString(5, CustomerGroup.values()[random.nextInt(3)].name());
        insert.setLong(6, 100000L * (1 + random.nextInt(9)));
        insert.setString(7, "20" + (10 + random.nextInt(10)) + "-03-0" + (1 + random.nextInt(9)));
        insert.addBatch();
      }
      insert.executeBatch();
    } finally {
      insert.close();
    }
  }

  static void close() {
    POOL.dispose();
  }
}
