package dev.compat;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface through which an adapter calls the original legacy methods.
 *
 * <p>Each of its methods has the name and the parameters of a legacy method, behind the legacy
 * object as first parameter unless that method is static. The toolkit implements it, and Guice
 * injects it. A plain call of a legacy method from its own adapter would be routed to that adapter
 * again and is refused.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Original {

  /** The legacy class; {@code void.class}, the default, when {@link #name()} is given. */
  Class<?> value() default void.class;

  /** The binary name of the legacy class, where its type cannot be named; default none. */
  String name() default "";
}
