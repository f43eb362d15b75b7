/**
 * Calls kept so that they can be run again: what was given, what legacy answered, and what it left
 * behind, as JSON in compressed files that only their owner may read.
 *
 * <p>Values are taken apart by reflection and put together without their constructors; see {@link
 * dev.compat.recording.RecordedCall}. Writing happens on a thread of its own, never on a caller's.
 * Leans on compare, flag, state and evidence.
 */
@NullMarked
package dev.compat.recording;

import org.jspecify.annotations.NullMarked;
