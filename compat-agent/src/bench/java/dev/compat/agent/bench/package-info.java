/**
 * What Compat costs: calls through woven methods, flips of a flag, and start-up, all measured with
 * the packaged agent attached to JVMs of their own.
 *
 * <p>Run by {@code ./mvnw -Pbench}; leans on JMH and the JDK, never on the agent's classes.
 */
@NullMarked
package dev.compat.agent.bench;

import org.jspecify.annotations.NullMarked;
