package dev.compat.flag;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who a call is for, as its flag's {@link ContextReaders} find it: one object, used by one thread
 * for one call after another, so that a call's context allocates nothing.
 *
 * <p>Each attribute is read when it is first asked for, and once. Between {@link #begin} and {@link
 * #end} it holds what the call was given. A caller at the edge of its stack may not get to {@code
 * end}, and then the next {@code begin} lets go of it. The texts read last stay: they are written
 * only where they differ from those of the call before, since a reference costs more to write than
 * to compare. Confined to its thread.
 */
public final class CallContext implements Context {
  private static final Object NO_VALUE = new Object();
  private static final ContextReaders NO_READERS = ContextReaders.compile(Map.of(), name -> null);

  private ContextReaders readers = NO_READERS;
  private @Nullable Object receiver;
  private @Nullable Object[] arguments = {};
  private int count;
  private @Nullable Object[] values = {};
  private boolean isHolding;

  /** By key, a bit each. Should there be more than 64, the others are read whenever asked for. */
  private long asked;

  private long found;
  private long failed;

  /**
   * Makes it the context of another call.
   *
   * @param count how many arguments the call has; needed only if the readers look at any
   */
  public void begin(ContextReaders readers, int count) {
    end();
    asked = 0;
    found = 0;
    failed = 0;
    this.count = count;
    if (this.readers != readers) { // seldom: keeping a reference is not free
      this.readers = readers;
      values = new @Nullable Object[readers.size()];
    }
  }

  /**
   * Takes one of the arguments, if a reader looks at it.
   *
   * @param index from 0; -1 is the legacy object
   */
  public void take(int index, @Nullable Object value) {
    if (index < 0) {
      receiver = value;
    } else {
      keepArgument(index, value);
    }
  }

  /** Whether a reader looks at that argument; -1 is the legacy object. */
  public boolean wants(int index) {
    return readers.wants(index);
  }

  private void keepArgument(int index, @Nullable Object value) {
    if (index >= arguments.length) {
      arguments = Arrays.copyOf(arguments, index + 1);
    }
    isHolding = true;
    arguments[index] = value;
  }

  /** Lets go of what the call was given. */
  public void end() {
    receiver = null;
    if (isHolding) {
      Arrays.fill(arguments, null);
      isHolding = false;
    }
  }

  @Override
  public @Nullable String get(String key) {
    int index = readers.indexOf(key);
    if (index < 0) {
      return null;
    }
    long bit = index < Long.SIZE ? 1L << index : 0;
    if ((asked & bit) == 0) {
      String text = readers.text(index, this);
      keep(index, text == null ? NO_VALUE : text);
      asked |= bit;
      found |= text == null ? 0 : bit;
    }
    return values[index] instanceof String text ? text : null;
  }

  private void keep(int index, Object value) {
    if (values[index] != value) {
      values[index] = value;
    }
  }

  /** The keys that were asked for, a bit each by their order in the flag. */
  public long asked() {
    return asked;
  }

  /** Those of them that had a value. */
  public long found() {
    return found;
  }

  /** Those of them that could not be read. */
  public long failed() {
    return failed;
  }

  /** Notes that a key was asked for and could not be read. */
  void fail(int index) {
    keep(index, NO_VALUE); // first: what is there is of the call before
    long bit = index < Long.SIZE ? 1L << index : 0;
    failed |= bit;
    asked |= bit;
  }

  /** The legacy object, if a reader or a pin looks at it and the method is not static. */
  public @Nullable Object receiver() {
    return receiver;
  }

  @Nullable Object argument(int index) throws Reader.Unreadable {
    if (index >= count) {
      throw new Reader.Unreadable("there is no argument " + index + ", there are " + count);
    }
    return index < arguments.length ? arguments[index] : null;
  }
}
