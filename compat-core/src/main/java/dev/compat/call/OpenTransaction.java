package dev.compat.call;

import dev.compat.Propagator;
import dev.compat.flag.ClassFinder;
import dev.compat.flag.LoadedMethod;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the caller is inside of a transaction that Spring manages, JTA's among them: what
 * the transaction has written, another thread does not see. Others are told by a propagator.
 * Thread-safe.
 */
final class OpenTransaction implements Propagator {

  static final String REASON =
      "the caller's transaction is open, and the other arm would not see what it has written;"
          + " declare 'shadow: {threads: caller}' to run it inside";

  private static final String SPRING =
      "org.springframework.transaction.support.TransactionSynchronizationManager";

  private static final Carried OPEN =
      new Carried() {
        @Override
        public Scope restore() {
          return () -> {};
        }

        @Override
        public String incomparable() {
          return REASON;
        }
      };

  private final LoadedMethod isActive;

  OpenTransaction(ClassFinder finder) {
    this.isActive = new LoadedMethod(SPRING, finder, OpenTransaction::handle);
  }

  private static @Nullable MethodHandle handle(Class<?> owner) {
    try {
      return MethodHandles.publicLookup()
          .findStatic(owner, "isActualTransactionActive", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException absent) {
      return null;
    }
  }

  @Override
  public @Nullable Carried capture() {
    try {
      MethodHandle handle = isActive.get();
      return handle != null && (boolean) handle.invokeExact() ? OPEN : null;
    } catch (Throwable failure) {
      throw new IllegalStateException("the caller's transaction: " + failure, failure);
    }
  }
}
