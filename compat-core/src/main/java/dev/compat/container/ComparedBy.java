package dev.compat.container;

import dev.compat.compare.CompareRules;

/** Rules in code that a module binds for a migration. Every one is another. */
public final class ComparedBy {

  private final String migration;
  private final CompareRules rules;

  /** Rules for how the answers of a migration are compared. */
  public ComparedBy(String migration, CompareRules rules) {
    this.migration = migration;
    this.rules = rules;
  }

  String migration() {
    return migration;
  }

  CompareRules rules() {
    return rules;
  }
}
