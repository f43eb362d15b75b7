/**
 * Observing: legacy methods measured while nothing replaces them.
 *
 * <p>{@link dev.compat.observe.ObservedMethod} is one of them as its calls pass. Every call is
 * counted; a sample, so small that it does not matter how often the method is called, is timed and
 * looked at: who called, what values look like, whether the context is there. What comes of it is
 * in {@code dev.compat.evidence}.
 *
 * <p>Leans on {@code dev.compat.call}, {@code dev.compat.evidence} and {@code dev.compat.flag}.
 */
@NullMarked
package dev.compat.observe;

import org.jspecify.annotations.NullMarked;
