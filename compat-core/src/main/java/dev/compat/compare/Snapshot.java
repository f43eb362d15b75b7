package dev.compat.compare;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A value as it was when it was asked for, or why it cannot be held. */
public sealed interface Snapshot {

  /**
   * The value may be held: nobody but its holder can change it.
   *
   * <p>Where it has collections that are hashed by code of the application, these are filled when
   * {@link #value()} is first asked for, or by {@link #fill()}. So whoever does not want that code
   * on the caller's thread does either on another.
   */
  final class Taken implements Snapshot {
    static final Taken NULL = new Taken(null);

    private final @Nullable Object value;
    private @Nullable Rehashing rest;

    public Taken(@Nullable Object value) {
      this(value, null);
    }

    Taken(@Nullable Object value, @Nullable Rehashing rest) {
      this.value = value;
      this.rest = rest;
    }

    /**
     * The value itself where it is immutable, else a copy. For one thread at a time.
     *
     * @throws IllegalStateException if it cannot be filled
     */
    public @Nullable Object value() {
      String obstacle = fill();
      if (obstacle != null) {
        throw new IllegalStateException(obstacle);
      }
      return value;
    }

    /** The value, as far as it is filled, to be passed on to whoever fills it. */
    public @Nullable Object unfilled() {
      return value;
    }

    /** Fills what is left to fill; why it cannot, for people, or null. */
    public @Nullable String fill() {
      Rehashing now = rest;
      if (now == null) {
        return null;
      }
      String obstacle = now.run();
      rest = obstacle == null ? null : now;
      return obstacle;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Taken taken && Objects.equals(value(), taken.value());
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(value());
    }

    /** Names the type only, so that no value reaches a log by accident. */
    @Override
    public String toString() {
      return "Taken[" + (value == null ? "null" : value.getClass().getTypeName()) + "]";
    }
  }

  /**
   * The value may change after the call, or is too large, and a faithful copy cannot be made.
   *
   * @param reason why, for people; names types, never values
   */
  record Refused(String reason) implements Snapshot {}
}
