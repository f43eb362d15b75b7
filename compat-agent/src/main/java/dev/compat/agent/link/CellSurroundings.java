package dev.compat.agent.link;

import dev.compat.call.Surroundings;
import java.compat.Cell;

/** The boot gate's view of the calling thread, as the library sees it. Stateless. */
final class CellSurroundings implements Surroundings {

  static final CellSurroundings INSTANCE = new CellSurroundings();

  private CellSurroundings() {}

  @Override
  public Object here() {
    return Cell.current();
  }

  @Override
  public int suppressed(Object here) {
    return ((Cell) here).suppressed;
  }

  @Override
  public void suppressed(Object here, int depth) {
    ((Cell) here).suppressed = depth;
  }

  @Override
  public boolean candidate(Object here) {
    return ((Cell) here).candidate;
  }

  @Override
  public void candidate(Object here, boolean candidate) {
    ((Cell) here).candidate = candidate;
  }

  @Override
  public boolean diverted(Object here) {
    return ((Cell) here).diverted;
  }
}
