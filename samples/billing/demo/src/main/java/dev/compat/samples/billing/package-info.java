/**
 * The demo of the billing sample: drives an application in forked JVMs, and the packaged agent jar
 * as its users do, through shadow, its report and what follows from it.
 *
 * <p>It leans on what the build laid out in its work folder and on the formats that the command
 * line prints; it shares no code with the agent.
 */
@NullMarked
package dev.compat.samples.billing;

import org.jspecify.annotations.NullMarked;
