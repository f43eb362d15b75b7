/**
 * Call sites: links woven methods, arms migrations and turns a flag's state into method handles.
 *
 * <p>Threads of the application link, through {@code java.compat.Linker}; background threads arm;
 * the control thread alone opens and shuts gates. What belongs to an application loader is held by
 * an anchor in that loader and known here only weakly. Leans on weave, plugin and the library.
 */
@NullMarked
package dev.compat.agent.link;

import org.jspecify.annotations.NullMarked;
