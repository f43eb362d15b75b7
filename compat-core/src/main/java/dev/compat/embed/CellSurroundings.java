package dev.compat.embed;

import dev.compat.call.Caller;
import dev.compat.call.Surroundings;

/** {@link Cells} as the router sees them. Stateless. */
final class CellSurroundings implements Surroundings {

  static final CellSurroundings INSTANCE = new CellSurroundings();

  private CellSurroundings() {}

  @Override
  public int[] suppression() {
    return Cells.numbers();
  }

  @Override
  public Caller caller() {
    return Cells.caller();
  }

  @Override
  public boolean candidate() {
    return Cells.isCandidate();
  }

  @Override
  public void candidate(boolean candidate) {
    Cells.setCandidate(candidate);
  }

  @Override
  public int nested() {
    return Cells.nested();
  }

  /** Every call looks at its thread's extents, so no flag that changes diverts one inside them. */
  @Override
  public boolean diverted() {
    return false;
  }
}
