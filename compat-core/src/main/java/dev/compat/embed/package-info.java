/**
 * The way without an agent, for teams that can edit their call sites: two lambdas behind a flag, or
 * a proxy for a legacy interface.
 *
 * <p>{@link dev.compat.Compat} is the way in. The control loop, the flags, the router and the
 * evidence are those of the agent; what differs is who intercepts a call ({@code Routed}) and where
 * a thread keeps what it is in ({@code Cells}). Nothing is woven here, so a call that nobody sends
 * through a join point is not seen. Leans on all below it; container and YAML only where they are
 * used.
 */
@NullMarked
package dev.compat.embed;

import org.jspecify.annotations.NullMarked;
