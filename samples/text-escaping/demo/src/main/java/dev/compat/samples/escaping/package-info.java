/**
 * The demo of the text escaping sample: drives an application in forked JVMs, and the packaged
 * agent jar as its users do, from a shadow run to the replacement in force and back.
 *
 * <p>It leans on what the build laid out in its work folder and on the formats that the command
 * line prints; it shares no code with the agent.
 */
@NullMarked
package dev.compat.samples.escaping;

import org.jspecify.annotations.NullMarked;
