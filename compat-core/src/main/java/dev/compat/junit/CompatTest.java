package dev.compat.junit;

import dev.compat.flag.Route;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Runs a test method once for every route, with that route in force for as long as the method runs.
 *
 * <pre>{@code
 * @CompatTest(routes = {Route.LEGACY, Route.SHADOW, Route.NEW})
 * void a_large_order_is_cheaper() { … }
 * }</pre>
 *
 * <p>For a test JVM that runs with {@code -javaagent:compat-agent.jar=compat.yaml}, and for tests
 * that open {@link dev.compat.Compat} themselves before the method runs, on the file that {@code
 * compat.config} or {@code COMPAT_CONFIG} names. The configuration needs a state folder, and its
 * flag file is written here, so it has to lie in {@code target}, {@code build} or the folder for
 * temporary files.
 *
 * <p>On {@code SHADOW} and {@code VERIFY} every call is compared, whatever the flag says of
 * sampling, and the test fails where one differs or none was compared. No other test runs at the
 * same time.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(CompatTestExtension.class)
@ResourceLock(Resources.GLOBAL)
public @interface CompatTest {

  /** The routes, in the order of the runs. */
  Route[] routes() default {Route.LEGACY, Route.SHADOW, Route.NEW};

  /** The migrations that are routed so; default all there are in this process. */
  String[] migrations() default {};

  /**
   * A flag file of the team's that is read, never written: what its flags say besides routes, such
   * as {@code context}, {@code shadow} and {@code compare}, holds in every run. Default the flag
   * file that is there when the test begins.
   */
  String flags() default "";

  /** How long to wait until a route is in force, and until the last call is compared. */
  int timeoutSeconds() default 30;
}
