package dev.compat.agent.link;

import static java.lang.invoke.MethodType.methodType;

import dev.compat.agent.weave.Naming;
import dev.compat.container.PerReceiver;
import java.compat.Cell;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * Binds the methods of one adapter class to the adapter: the only one, or that of the legacy object
 * on which a call is made.
 *
 * @param legacy the class of the legacy objects
 * @param adapter the only one; null where each legacy object has its own
 * @param adapters those of the legacy objects; null where there is only one
 */
record Binding(Class<?> legacy, @Nullable Object adapter, @Nullable PerReceiver adapters) {

  private static final MethodHandle KNOWN = known();
  private static final String UNBUILT = "the legacy object's adapter cannot be built";

  /**
   * The method {@code ours} in the shape of {@code theirs}: the legacy object, unless that is
   * static, and its parameters and result.
   */
  MethodHandle bind(Method ours, Method theirs, Naming naming) throws ArmingException {
    MethodType type = methodType(theirs.getReturnType(), theirs.getParameterTypes());
    boolean isStatic = Modifier.isStatic(theirs.getModifiers());
    MethodHandle method = bound(lookUp(ours), naming.receiver() == Naming.Receiver.FIRST, isStatic);
    return method.asType(isStatic ? type : type.insertParameterTypes(0, legacy));
  }

  /** A cast where a legacy type cannot be named fails as the adapter's failure, on its call. */
  private MethodHandle bound(MethodHandle method, boolean takesReceiver, boolean isStatic) {
    PerReceiver all = adapters;
    if (all == null) {
      MethodHandle only = method.bindTo(adapter);
      return takesReceiver || isStatic ? only : MethodHandles.dropArguments(only, 0, legacy);
    }
    MethodHandle its = KNOWN.bindTo(all).asType(methodType(method.type().parameterType(0), legacy));
    if (!takesReceiver) {
      return MethodHandles.filterArguments(method, 0, its);
    }
    MethodType exact = method.type().changeParameterType(1, legacy);
    return MethodHandles.foldArguments(method.asType(exact), its);
  }

  private static MethodHandle lookUp(Method ours) throws ArmingException {
    try {
      Class<?> type = ours.getDeclaringClass();
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .unreflect(ours)
          .asFixedArity();
    } catch (IllegalAccessException failure) {
      throw new ArmingException("adapter method " + ours + " is out of reach: " + failure, failure);
    }
  }

  /** Where the route was decided there was one, or it may be made here, by a shadow worker. */
  @SuppressWarnings("UnusedMethod") // through a method handle
  private static Object known(PerReceiver adapters, Object receiver) {
    Object adapter = adapters.of(receiver);
    if (adapter == null) {
      Cell.current().incomparable = UNBUILT;
      throw new IllegalStateException(UNBUILT);
    }
    return adapter;
  }

  private static MethodHandle known() {
    try {
      return MethodHandles.lookup()
          .findStatic(
              Binding.class, "known", methodType(Object.class, PerReceiver.class, Object.class));
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }
}
