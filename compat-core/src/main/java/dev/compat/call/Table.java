package dev.compat.call;

import dev.compat.compare.Comparison;
import dev.compat.flag.CallContext;
import dev.compat.flag.ContextReaders;
import dev.compat.flag.Flag;
import dev.compat.flag.Pins;
import dev.compat.flag.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in force for one call from its beginning to its end: one state of a flag, with what it
 * reads and how it compares. Immutable.
 */
public final class Table {

  final @Nullable Flag flag;
  final @Nullable ContextReaders readers;
  final @Nullable Pins pins;
  final Comparison comparison;

  /** The route of every call; null when the context decides. */
  final @Nullable Route always;

  private Table(
      @Nullable Flag flag,
      @Nullable ContextReaders readers,
      @Nullable Pins pins,
      @Nullable Route always,
      Comparison comparison) {
    this.flag = flag;
    this.readers = readers;
    this.pins = pins;
    this.always = always;
    this.comparison = comparison;
  }

  /** Sends every call to legacy. */
  static Table off() {
    return new Table(null, null, null, Route.LEGACY, Comparison.of(List.of()));
  }

  static Table of(Flag flag, @Nullable ContextReaders readers, @Nullable Pins pins) {
    Comparison comparison = Comparison.of(flag.compare().ignore());
    return new Table(flag, readers, pins, flag.constant(), comparison);
  }

  /** The route of a call: the flag's, or the one that its unit of work is pinned to. */
  static Route route(Flag flag, @Nullable Pins pins, CallContext context) {
    return pins == null ? flag.route(context) : pins.route(flag, context, context.receiver());
  }

  /** Whether the route of a call depends on its arguments. */
  public boolean looksAtArguments() {
    return always == null && readers != null && readers.needsArguments();
  }
}
