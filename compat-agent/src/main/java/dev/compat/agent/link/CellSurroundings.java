package dev.compat.agent.link;

import dev.compat.call.Surroundings;
import java.compat.Cell;

/** The boot gate's view of the calling thread, as the library sees it. Stateless. */
final class CellSurroundings implements Surroundings {

  static final CellSurroundings INSTANCE = new CellSurroundings();

  private CellSurroundings() {}

  @Override
  public int[] suppression() {
    return Cell.current().suppression;
  }

  @Override
  public boolean candidate() {
    return Cell.current().candidate;
  }

  @Override
  public void candidate(boolean candidate) {
    Cell.current().candidate = candidate;
  }

  @Override
  public int nested() {
    return Cell.current().nested;
  }

  @Override
  public boolean diverted() {
    return Cell.current().diverted != null;
  }
}
