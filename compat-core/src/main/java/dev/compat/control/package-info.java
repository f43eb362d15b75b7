/**
 * The control loop of one process: flags and decisions go in, migrations follow, heartbeats,
 * evidence and reports come out.
 *
 * <p>{@link dev.compat.control.Control} is one thread, the same for the agent and for applications
 * that embed the library; what it moves is behind {@link dev.compat.control.Migrations}. Leans on
 * configuration, flags, state and evidence.
 */
@NullMarked
package dev.compat.control;

import org.jspecify.annotations.NullMarked;
