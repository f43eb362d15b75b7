package com.example.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Date;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What all data access has in common: rows are maps, by the names of columns. */
public abstract class AbstractDao {

  /** The one row of a query; null if there is none. */
  protected Map<String, Object> selectRow(String sql, Object... parameters) {
    try {
      Connection connection = Database.getConnection();
      try {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
          bind(statement, parameters);
          ResultSet rows = statement.executeQuery();
          return rows.next() ? row(rows) : null;
        } finally {
          statement.close();
        }
      } finally {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("query failed: " + sql, e);
    }
  }

  /** Runs a statement and returns how many rows it changed. */
  protected int update(String sql, Object... parameters) {
    try {
      Connection connection = Database.getConnection();
      try {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
          bind(statement, parameters);
          return statement.executeUpdate();
        } finally {
          statement.close();
        }
      } finally {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("statement failed: " + sql, e);
    }
  }

  private static void bind(PreparedStatement statement, Object[] parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private Map<String, Object> row(ResultSet rows) throws SQLException {
    Map<String, Object> row = new HashMap<String, Object>();
    ResultSetMetaData columns = rows.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      row.put(columns.getColumnLabel(i).toLowerCase(Locale.ROOT), value(rows, i));
    }
    row.put("read_at", new Date()); // for the cache that was planned
    return row;
  }

  /** One column of the row that is being read. */
  protected Object value(ResultSet rows, int column) throws SQLException {
    return rows.getObject(column);
  }
}
