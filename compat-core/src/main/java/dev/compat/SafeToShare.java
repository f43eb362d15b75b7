package dev.compat;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares types whose objects both arms of a trial may use at the same time: they are made for
 * several threads, and neither arm changes them.
 *
 * <p>On an adapter or one of its methods. Arguments, and what is found inside of them, are copied
 * before a trial; an object of one of these types, or of a subtype, is taken as it is, where it
 * would otherwise make the call incomparable: a connection pool, say, or a catalogue.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface SafeToShare {

  /** The types. */
  Class<?>[] value();
}
