package dev.compat;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter that takes the legacy object on which a call was made.
 *
 * <p>The first parameter of an adapter method, before those of the legacy method, which must not be
 * static; or a parameter of the {@code @Inject} constructor of an adapter with {@link
 * LegacyState#PER_RECEIVER}. Of the legacy class, or of a supertype where that cannot be named; in
 * a constructor also a {@link java.lang.ref.WeakReference} to it.
 *
 * <p>Such a constructor runs on the thread of the first call that needs the adapter; legacy methods
 * that it calls are not routed. It must not keep the legacy object, but for the weak reference:
 * neither would ever be collected. An adapter that is found to keep it is refused, and legacy
 * answers.
 */
@Documented
@Qualifier
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Receiver {}
