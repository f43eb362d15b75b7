package dev.compat;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lists unchecked exceptions that are answers and not failures of the replacement.
 *
 * <p>On an adapter method, or on the adapter for all its methods. An exception that the legacy
 * method declares, and any subclass of it, is an answer without being listed; {@code Exception} and
 * {@code Throwable}, which much legacy code declares everywhere, count for checked exceptions only.
 * Whatever else the replacement throws is a failure, from which route {@code FALLBACK} may fall
 * back to legacy; {@link NotHandled} is no answer even if it is listed.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Answers {

  /** The exceptions; their subclasses are answers too. */
  Class<? extends Throwable>[] value();
}
