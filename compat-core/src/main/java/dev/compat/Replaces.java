package dev.compat;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an adapter: a plugin class whose methods take the place of the legacy methods with the same
 * name and parameters.
 *
 * <p>Every declared method of the adapter that is not private, static or synthetic names a join
 * point, so it must match a method that the legacy class declares; helpers are private. The legacy
 * class is named by {@link #value()} or, where its type cannot be named, by {@link #name()}:
 * exactly one of the two.
 *
 * <p>The agent reads this annotation from the plugin's class files before any plugin code runs,
 * because it has to know what to weave, and behind which flag, before the application loads its
 * classes. The adapter itself is built by Guice, once per application class loader, and must be
 * safe for use by several threads.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Replaces {

  /** The legacy class; {@code void.class}, the default, when {@link #name()} is given. */
  Class<?> value() default void.class;

  /** The binary name of the legacy class, such as {@code com.acme.Legacy$Inner}; default none. */
  String name() default "";

  /** The migration that this adapter belongs to: the name of its flag in {@code flags.yaml}. */
  String migration();

  /** What the adapter has to do with legacy's state; default {@link LegacyState#UNDECLARED}. */
  LegacyState state() default LegacyState.UNDECLARED;
}
