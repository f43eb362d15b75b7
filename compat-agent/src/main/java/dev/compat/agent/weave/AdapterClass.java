package dev.compat.agent.weave;

import dev.compat.Effect;
import dev.compat.LegacyState;
import dev.compat.call.Permits;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An adapter as its class file describes it.
 *
 * @param name its binary name
 * @param legacy the binary name of the class it replaces
 * @param state what it has to do with legacy's state, as declared
 * @param where the jar that it came from
 * @param calls the methods of the legacy class that its own code calls
 */
public record AdapterClass(
    String name,
    String legacy,
    String migration,
    LegacyState state,
    String where,
    List<Method> methods,
    Set<MethodRef> calls) {

  /**
   * Which routes a join point of this adapter permits.
   *
   * @param kept what {@link StateReader} found in the legacy class; null also for a static method
   */
  public Permits permits(Method method, @Nullable String kept) {
    Permits.Receiver receiver =
        kept == null
            ? Permits.Receiver.STATELESS
            : switch (state) {
              case UNDECLARED -> Permits.Receiver.STATEFUL;
              case INDEPENDENT -> Permits.Receiver.INDEPENDENT;
              case PER_RECEIVER -> Permits.Receiver.PER_RECEIVER;
            };
    boolean isSeen = method.naming().receiver() == Naming.Receiver.FIRST;
    return new Permits(method.replacement(), method.legacy(), receiver, isSeen, true, kept);
  }

  /**
   * A method of an adapter that names a join point.
   *
   * @param naming how it names it
   * @param exceptions the internal names of the exceptions it declares
   * @param replacement the effects of the new arm, as declared
   * @param legacy the effects of the legacy arm, as declared
   */
  public record Method(Naming naming, List<String> exceptions, Effect replacement, Effect legacy) {

    /** Its own name and descriptor. */
    public MethodRef ref() {
      return naming.method();
    }
  }
}
