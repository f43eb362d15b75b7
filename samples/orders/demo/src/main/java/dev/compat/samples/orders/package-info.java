/**
 * The demo of the orders sample: puts load on an application that nobody restarts, and moves it
 * layer by layer with the packaged agent jar, as its users would.
 *
 * <p>Every reply is held against that of a twin, the same application with no agent, which gets the
 * same requests. Shares no code with the agent or the application.
 */
@NullMarked
package dev.compat.samples.orders;

import org.jspecify.annotations.NullMarked;
