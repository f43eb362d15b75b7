/**
 * How one call travels: a join point asks its router for a route and tells it how the call ended.
 *
 * <p>Everything here runs on the caller's thread: it does not block, allocates only for calls in
 * which both arms run, and lets no failure of its own reach the caller. Who intercepts the call, a
 * woven method or an embedding application, is not known here. Leans on flags, shadow runs,
 * comparison and evidence.
 */
@NullMarked
package dev.compat.call;

import org.jspecify.annotations.NullMarked;
