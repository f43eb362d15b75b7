package dev.compat;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares what each arm of a join point does besides answering.
 *
 * <p>On an adapter method, or on the adapter for all its methods. The toolkit cannot see effects,
 * so it refuses what is not declared: {@code SHADOW} runs the replacement beside legacy and needs
 * {@code replacement = NONE}; {@code VERIFY} runs legacy beside the replacement and needs {@code
 * legacy = NONE}; {@code FALLBACK} lets legacy answer where the replacement has failed only with
 * {@code replacement = NONE}, which includes that it leaves its arguments as they were: legacy gets
 * the same. Undeclared means {@link Effect#POSSIBLE} for both arms.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Effects {

  /** What the replacement does besides answering; default {@link Effect#POSSIBLE}. */
  Effect replacement() default Effect.POSSIBLE;

  /** What legacy does besides answering; default {@link Effect#POSSIBLE}. */
  Effect legacy() default Effect.POSSIBLE;
}
