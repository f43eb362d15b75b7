package dev.compat.flag;

import java.util.List;

/**
 * How both sides' answers of a migration are compared.
 *
 * @param ignore the paths whose differences do not count, such as {@code quote.issuedAt}; default
 *     none
 */
public record CompareSettings(List<String> ignore) {
  public CompareSettings {
    ignore = List.copyOf(ignore);
  }
}
