/**
 * Plugin jars and their class loaders.
 *
 * <p>A jar is read at start without loading a class of it; it gets a loader of its own for every
 * application loader whose legacy classes it replaces. Leans on weave for reading class files.
 */
@NullMarked
package dev.compat.agent.plugin;

import org.jspecify.annotations.NullMarked;
