package dev.compat.call;

import dev.compat.flag.CallContext;
import org.jspecify.annotations.Nullable;

/**
 * What is kept for one thread from one of its calls to the next, so that a call allocates nothing.
 *
 * <p>Whoever keeps it for a thread holds it weakly: it may still have an object of the application
 * in it where a call ended at the edge of the stack, and it is of the toolkit's own loader.
 * Confined to its thread.
 */
public final class Caller {

  /** As {@link Surroundings#suppression} says. */
  final int[] suppression;

  final CallContext context = new CallContext();

  private int firstArgument;

  /**
   * Keeps this for the calling thread.
   *
   * @param suppression what {@link Surroundings#suppression} gives for it
   */
  public Caller(int[] suppression) {
    this.suppression = suppression;
  }

  /** Gets ready for a call of which {@link #take} tells. */
  void begin(JoinPoint joinPoint, Table table, int count) {
    if (table.readers != null) {
      firstArgument = joinPoint.firstArgument();
      context.begin(table.readers, count - firstArgument);
    }
  }

  /**
   * Takes one of what the call was given, if its context is read from it.
   *
   * @param index from 0, the receiver first unless static
   */
  public void take(int index, @Nullable Object value) {
    if (context.wants(index - firstArgument)) {
      context.take(index - firstArgument, value);
    }
  }

  /** Takes an argument, boxed only if its context is read from it. */
  public void take(int index, int value) {
    if (context.wants(index - firstArgument)) {
      context.take(index - firstArgument, value);
    }
  }

  /** Takes an argument, boxed only if its context is read from it. */
  public void take(int index, long value) {
    if (context.wants(index - firstArgument)) {
      context.take(index - firstArgument, value);
    }
  }

  /** Takes an argument, boxed only if its context is read from it. */
  public void take(int index, float value) {
    if (context.wants(index - firstArgument)) {
      context.take(index - firstArgument, value);
    }
  }

  /** Takes an argument, boxed only if its context is read from it. */
  public void take(int index, double value) {
    if (context.wants(index - firstArgument)) {
      context.take(index - firstArgument, value);
    }
  }

  /** Takes an argument, boxed only if its context is read from it. */
  public void take(int index, boolean value) {
    if (context.wants(index - firstArgument)) {
      context.take(index - firstArgument, value);
    }
  }

  /** Takes an argument, boxed only if its context is read from it. */
  public void take(int index, char value) {
    if (context.wants(index - firstArgument)) {
      context.take(index - firstArgument, value);
    }
  }

  /** Takes an argument, boxed only if its context is read from it. */
  public void take(int index, short value) {
    if (context.wants(index - firstArgument)) {
      context.take(index - firstArgument, value);
    }
  }

  /** Takes an argument, boxed only if its context is read from it. */
  public void take(int index, byte value) {
    if (context.wants(index - firstArgument)) {
      context.take(index - firstArgument, value);
    }
  }
}
