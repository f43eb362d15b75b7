/**
 * The agent in one process: reads the configuration, installs the boot gate and the weaver, and
 * runs the control thread that makes flags, overrides and heartbeats meet.
 *
 * <p>The composition root of the agent; leans on everything but the command line.
 */
@NullMarked
package dev.compat.agent.runtime;

import org.jspecify.annotations.NullMarked;
