package com.example.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** Reads customers. */
public class CustomerDao extends AbstractDao {

  /** The customer's row; null if there is none. */
  public Map<String, Object> find(String tenant, int id) {
    return selectRow(
        "select id, name, country, customer_group, credit_limit, to_char(since, 'DD.MM.YYYY') since"
            + " from customer where tenant = ? and id = ?",
        tenant,
        Integer.valueOf(id));
  }

  /** Names were once fixed in width. */
  @Override
  protected Object value(ResultSet rows, int column) throws SQLException {
    Object value = super.value(rows, column);
    return value instanceof String ? ((String) value).trim() : value;
  }
}
