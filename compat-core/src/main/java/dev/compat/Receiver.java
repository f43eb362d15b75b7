package dev.compat;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the parameter that takes the legacy object on which a call was made.
 *
 * <p>The first parameter of an adapter method, before those of the legacy method; or a parameter of
 * the {@code @Inject} constructor of an adapter with {@link LegacyState#PER_RECEIVER}, which must
 * not keep it beyond the adapter's own life. Of the legacy class, or of a supertype where that
 * cannot be named.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Receiver {}
