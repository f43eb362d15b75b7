package dev.compat;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the legacy method that a method of an adapter, or of an {@link Original}, stands for, where
 * its own name and parameters do not tell.
 *
 * <p>So it is with overloads whose parameters are of types that a plugin cannot name: written with
 * a supertype, two such methods are one in Java. With this annotation the method has a name of its
 * own.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Signature {

  /**
   * Name and parameter types as messages show them, such as {@code visit(Leaf, int[])}; a type may
   * be written out, as in {@code visit(com.acme.Tree$Leaf, int[])}, where its simple name is not
   * enough.
   */
  String value();
}
