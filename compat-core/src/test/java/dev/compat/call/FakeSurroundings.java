package dev.compat.call;

/** One caller's thread; workers have their own of everything. */
final class FakeSurroundings implements Surroundings {
  private final ThreadLocal<int[]> suppression = ThreadLocal.withInitial(() -> new int[1]);
  private final ThreadLocal<Boolean> candidate = ThreadLocal.withInitial(() -> false);
  private final ThreadLocal<Caller> caller =
      ThreadLocal.withInitial(() -> new Caller(suppression()));
  volatile boolean diverted;

  @Override
  public int[] suppression() {
    return suppression.get();
  }

  @Override
  public Caller caller() {
    return caller.get();
  }

  @Override
  public boolean candidate() {
    return candidate.get();
  }

  @Override
  public void candidate(boolean isCandidate) {
    candidate.set(isCandidate);
  }

  @Override
  public int nested() {
    return 0;
  }

  @Override
  public boolean diverted() {
    return diverted;
  }
}
