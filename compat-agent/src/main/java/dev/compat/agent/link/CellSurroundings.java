package dev.compat.agent.link;

import dev.compat.call.Caller;
import dev.compat.call.Surroundings;
import java.compat.Cell;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** The boot gate's view of the calling thread, as the library sees it. Stateless. */
final class CellSurroundings implements Surroundings {

  static final CellSurroundings INSTANCE = new CellSurroundings();

  private CellSurroundings() {}

  @Override
  public int[] suppression() {
    return Cell.current().suppression;
  }

  @Override
  public Caller caller() {
    Cell cell = Cell.current();
    WeakReference<?> kept = cell.kept;
    // An agent that was here before would have left one of its own kind.
    return kept != null && kept.get() instanceof Caller caller ? caller : newCaller(cell);
  }

  private static Caller newCaller(Cell cell) {
    Caller caller = new Caller(cell.suppression);
    cell.kept = new WeakReference<>(caller);
    return caller;
  }

  @Override
  public boolean candidate() {
    return Cell.current().candidate;
  }

  @Override
  public void candidate(boolean candidate) {
    Cell cell = Cell.current();
    cell.candidate = candidate;
    if (candidate) {
      cell.incomparable = null;
    }
  }

  @Override
  public @Nullable String incomparable() {
    return Cell.current().incomparable;
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
