package dev.compat.agent.harm;

/** A system that runs a replacement beside legacy: us, or another library, wired as it says. */
public interface Contender extends AutoCloseable {

  /** What a caller calls, so that legacy answers and the replacement runs beside it. */
  Arm shadow(Promise promise) throws Exception;

  /** Sees to it that what the promise is about happens, where calls alone do not. */
  default void provoke(Promise promise) throws Exception {}

  /** Whether the system has what the promise is about, such as something that reads a context. */
  default boolean has(Promise promise) {
    return true;
  }

  @Override
  default void close() throws java.io.IOException {}
}
