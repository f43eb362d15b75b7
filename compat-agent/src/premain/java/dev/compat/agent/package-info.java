/**
 * The entry points of the agent jar and the loader that hides the rest of it.
 *
 * <p>Compiled for Java 8, leaning on the JDK alone.
 */
package dev.compat.agent;
