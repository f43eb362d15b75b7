package dev.compat.embed;

import dev.compat.Answers;
import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.LegacyState;
import dev.compat.SafeToShare;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Declares the methods of an interface of legacy's, each a join point: what the annotations {@link
 * Effects} and {@link Answers} on the replacement's methods, or on its class, say of them, and what
 * is said here of all of them.
 *
 * <p>Confined to one thread; what {@link #of} returns is for any number of threads, if the two
 * objects are.
 *
 * @param <T> the interface
 */
public final class ProxyBuilder<T> {

  private final Course course;
  private final Class<T> type;
  private Effect replacementEffects = Effect.POSSIBLE;
  private Effect legacyEffects = Effect.POSSIBLE;
  private LegacyState state = LegacyState.UNDECLARED;
  private boolean sharesNothingMutable;

  ProxyBuilder(Course course, Class<T> type) {
    this.course = course;
    this.type = type;
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          type.getName() + " is no interface; declare its methods one by one with joinPoint(...)");
    }
    if (type.isSealed()) {
      throw new IllegalArgumentException(
          type.getName()
              + " is sealed, so nothing else may implement it; declare its methods one by one with"
              + " joinPoint(...)");
    }
  }

  /** Declares what replacements without {@link Effects} do; default {@link Effect#POSSIBLE}. */
  public ProxyBuilder<T> replacementEffects(Effect effects) {
    replacementEffects = effects;
    return this;
  }

  /**
   * Declares what legacy does where {@link Effects} do not say it; default {@link Effect#POSSIBLE}.
   */
  public ProxyBuilder<T> legacyEffects(Effect effects) {
    legacyEffects = effects;
    return this;
  }

  /** As {@link JoinPointBuilder#legacyState}. */
  public ProxyBuilder<T> legacyState(LegacyState newState) {
    state = Declaration.embedded(newState);
    return this;
  }

  /**
   * Declares that the legacy object is immutable or made for several threads. Without this legacy
   * runs on no thread but the caller's, unless its object has none but final fields with immutable
   * values, which is found out.
   */
  public ProxyBuilder<T> sharingNothingMutable() {
    sharesNothingMutable = true;
    return this;
  }

  /**
   * An object that sends each call of the interface to one of these two. What is thrown arrives as
   * it was thrown. {@code equals}, {@code hashCode} and {@code toString} are legacy's, and two such
   * objects are equal if their legacy objects are.
   *
   * @throws IllegalArgumentException if the interface cannot be implemented from here
   */
  public T of(T legacy, T replacement) {
    Objects.requireNonNull(legacy, "legacy");
    Objects.requireNonNull(replacement, "replacement");
    course.seenFrom(legacy);
    Map<Method, ArmCall> routes = new HashMap<>();
    boolean isSafe = sharesNothingMutable || LegacyObject.isStateless(legacy);
    for (Method method : InterfaceMethods.of(type)) {
      Declaration declaration = declaration(method, replacement.getClass(), isSafe);
      routes.put(method, routed(method, declaration, legacy, replacement));
    }
    return course.proxies().of(type, legacy, routes);
  }

  private Declaration declaration(Method method, Class<?> replacement, boolean isSafe) {
    Effects effects = InterfaceMethods.annotation(replacement, method, Effects.class);
    Answers answers = InterfaceMethods.annotation(replacement, method, Answers.class);
    return new Declaration(
        effects == null ? replacementEffects : effects.replacement(),
        effects == null ? legacyEffects : effects.legacy(),
        List.of(method.getExceptionTypes()),
        answers == null ? List.of() : List.of(answers.value()),
        shared(method, replacement),
        state,
        isSafe,
        true,
        method.getReturnType() == void.class);
  }

  private static List<Class<?>> shared(Method method, Class<?> replacement) {
    SafeToShare shared = InterfaceMethods.annotation(replacement, method, SafeToShare.class);
    return shared == null ? List.of() : List.of(shared.value());
  }

  private ArmCall routed(Method method, Declaration declaration, T legacy, T replacement) {
    return course.add(
        type.getName() + "#" + InterfaceMethods.signature(method),
        declaration,
        new Packing.Receiver(legacy),
        InterfaceMethods.arm(method, legacy),
        InterfaceMethods.arm(method, replacement));
  }
}
