package dev.compat;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface through which an adapter calls the original legacy methods.
 *
 * <p>Each of its methods has the name and the parameters of a method that the legacy class declares
 * itself, of any visibility, behind the legacy object as first parameter unless that method is
 * static. The toolkit implements it, and Guice injects it. A call enters that very method, not one
 * that overrides it, and goes to legacy whatever the flag says; what legacy calls from there is
 * routed as any other call. A plain call of a legacy method from its own adapter would be routed to
 * that adapter again and is refused.
 *
 * <p>Nested in an adapter it need not name the legacy class. A few nanoseconds a call, without
 * boxing. Safe for use by several threads as far as legacy is; in a shadow candidate, which runs on
 * another thread than legacy does, a call on an object of a class with state throws an {@code
 * IllegalStateException}, and the trial is incomparable, unless an adapter declares {@link
 * LegacyState#INDEPENDENT}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Original {

  /**
   * The legacy class; {@code void.class}, the default, when {@link #name()} is given or the
   * interface is nested in an adapter of that class.
   */
  Class<?> value() default void.class;

  /** The binary name of the legacy class, where its type cannot be named; default none. */
  String name() default "";
}
