package dev.compat.flag;

/** Says which flags are in force. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface FlagSource {
  /** The flags in force; {@link Flags#none} before any were read. Cheap, and never throws. */
  Flags current();
}
