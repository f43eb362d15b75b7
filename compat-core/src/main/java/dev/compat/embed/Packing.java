package dev.compat.embed;

import dev.compat.call.Caller;
import dev.compat.call.Invoker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the arguments of a join point become the array that the router passes around, and back.
 * Immutable.
 */
sealed interface Packing {

  /** A new array of the arguments, behind the receiver if there is one. */
  @Nullable Object[] pack(
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e);

  /** How many there are in such an array. */
  int size(@Nullable Object a);

  /** Tells what they are to whoever decides by them. */
  void tell(
      Caller caller,
      @Nullable Object a,
      @Nullable Object b,
      @Nullable Object c,
      @Nullable Object d,
      @Nullable Object e);

  /** Calls an arm with what such an array holds. */
  Invoker invoker(ArmCall arm);

  /** So many arguments, and no receiver. */
  record Arguments(int count) implements Packing {

    @Override
    public @Nullable Object[] pack(
        @Nullable Object a,
        @Nullable Object b,
        @Nullable Object c,
        @Nullable Object d,
        @Nullable Object e) {
      return switch (count) {
        case 0 -> new @Nullable Object[0];
        case 1 -> new @Nullable Object[] {a};
        case 2 -> new @Nullable Object[] {a, b};
        case 3 -> new @Nullable Object[] {a, b, c};
        case 4 -> new @Nullable Object[] {a, b, c, d};
        default -> new @Nullable Object[] {a, b, c, d, e};
      };
    }

    @Override
    public int size(@Nullable Object a) {
      return count;
    }

    @Override
    public void tell(
        Caller caller,
        @Nullable Object a,
        @Nullable Object b,
        @Nullable Object c,
        @Nullable Object d,
        @Nullable Object e) {
      caller.take(0, a);
      caller.take(1, b);
      caller.take(2, c);
      caller.take(3, d);
      caller.take(4, e);
    }

    @Override
    public Invoker invoker(ArmCall arm) {
      return given ->
          arm.call(at(given, 0), at(given, 1), at(given, 2), at(given, 3), at(given, 4));
    }

    private static @Nullable Object at(@Nullable Object[] given, int index) {
      return index < given.length ? given[index] : null;
    }
  }

  /** All arguments in an array that is the first, and the legacy object as their receiver. */
  record Receiver(Object legacy) implements Packing {

    @Override
    public @Nullable Object[] pack(
        @Nullable Object a,
        @Nullable Object b,
        @Nullable Object c,
        @Nullable Object d,
        @Nullable Object e) {
      @Nullable Object[] arguments = arguments(a);
      @Nullable Object[] all = new @Nullable Object[1 + arguments.length];
      all[0] = legacy;
      System.arraycopy(arguments, 0, all, 1, arguments.length);
      return all;
    }

    private static @Nullable Object[] arguments(@Nullable Object a) {
      return a instanceof Object[] given ? given : new @Nullable Object[0];
    }

    @Override
    public int size(@Nullable Object a) {
      return 1 + arguments(a).length;
    }

    @Override
    public void tell(
        Caller caller,
        @Nullable Object a,
        @Nullable Object b,
        @Nullable Object c,
        @Nullable Object d,
        @Nullable Object e) {
      caller.take(0, legacy);
      @Nullable Object[] arguments = arguments(a);
      for (int i = 0; i < arguments.length; i++) {
        caller.take(i + 1, arguments[i]);
      }
    }

    @Override
    public Invoker invoker(ArmCall arm) {
      return given -> arm.call(Arrays.copyOfRange(given, 1, given.length), null, null, null, null);
    }
  }
}
