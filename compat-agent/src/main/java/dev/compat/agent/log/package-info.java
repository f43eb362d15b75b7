/**
 * The agent's own log: SLF4J's provider in the agent loader.
 *
 * <p>Neither {@code java.util.logging} nor {@code System.Logger} is touched, since whoever is first
 * to do so decides how the application logs. Leans on SLF4J alone.
 */
@NullMarked
package dev.compat.agent.log;

import org.jspecify.annotations.NullMarked;
