/**
 * What the samples' demos have in common: a work folder with deployments in it, JVMs started in it,
 * the packaged agent jar's commands run as its users run them, and facts that are checked.
 *
 * <p>It leans on the files and formats that the agent and its command line show to everybody, and
 * shares no code with them.
 */
@NullMarked
package dev.compat.samples.kit;

import org.jspecify.annotations.NullMarked;
