/**
 * Where and when the new arm of a shadow call runs: off the caller's thread, in bounded numbers.
 *
 * <p>A caller never signals a worker and never waits for one, unless the flag says {@code overflow:
 * wait}. Leans on the shadow settings of a flag.
 */
@NullMarked
package dev.compat.shadow;

import org.jspecify.annotations.NullMarked;
