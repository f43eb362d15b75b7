/**
 * Writes a plugin project for a legacy class: what {@code init} does.
 *
 * <p>Leans on the reading of class files alone. Nothing of the application is loaded or run.
 */
@NullMarked
package dev.compat.agent.init;

import org.jspecify.annotations.NullMarked;
