package dev.compat.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test method once for every recorded call that an adapter of a plugin takes the place of.
 *
 * <pre>{@code
 * @Replay(plugin = EscapingPlugin.class, recordings = "src/test/recordings/escaping")
 * void answers_as_legacy_did(ReplayedCall call) {
 *   call.check();
 * }
 * }</pre>
 *
 * <p>Calls that cannot be made again, because a part of them was redacted, say, are counted by one
 * test that is aborted with the reasons; it fails where not one call could be run. A test fails
 * that asks nothing of its call.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(ReplayExtension.class)
public @interface Replay {

  /**
   * The plugin's module, or a class beside its adapters where it has none. Adapters are also found
   * beside a module that it extends.
   */
  Class<?> plugin();

  /** The folder with the recordings, copied from {@code recordings} in a state folder. */
  String recordings();

  /** The flag file by whose rules answers are compared; default none. */
  String flags() default "";

  /**
   * Classes whose packages are trusted beside those that a join point names, where a recording
   * needs them as keys, elements of sets, or records.
   */
  Class<?>[] types() default {};
}
