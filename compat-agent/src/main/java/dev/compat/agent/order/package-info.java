/**
 * What the command line asks of a running JVM, and what that answers.
 *
 * <p>Both go through a folder that lives as long as the command: no port, no system property of the
 * application's, nothing left. Leans on the library alone.
 */
@NullMarked
package dev.compat.agent.order;

import org.jspecify.annotations.NullMarked;
