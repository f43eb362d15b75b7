/**
 * For tests of a team's own: adapters against calls of legacy that were recorded, or written down,
 * and tests that run once for every route.
 *
 * <p>{@link dev.compat.junit.LegacyCall} needs nothing but this library, what it needs itself, and
 * Guice; {@link dev.compat.junit.Replay} needs JUnit Jupiter, which a project with tests has
 * anyway. Nothing here is used by an agent.
 */
@NullMarked
package dev.compat.junit;

import org.jspecify.annotations.NullMarked;
