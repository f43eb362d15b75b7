/**
 * Evidence: what every decision and every report rests on. Counts of what each arm did, how far
 * trials cover the calls there were, how outcomes differ, and what the toolkit itself cost.
 *
 * <p>Three layers. {@link dev.compat.evidence.Evidence} records, from any thread, without locks and
 * without keeping an object of the application: values become bounded text, or their mere shape, at
 * once. {@link dev.compat.evidence.JoinPointSnapshot} is that record at one moment: immutable, and
 * merged over processes by adding up. {@link dev.compat.evidence.EvidenceLog} keeps snapshots as
 * lines of JSON and {@link dev.compat.evidence.Report} tells people what they say, never a count of
 * differences without the count of calls it is out of.
 *
 * <p>Leans on {@code dev.compat.compare}, HdrHistogram and commons-statistics; on Jackson only
 * where JSON is read or written.
 */
@NullMarked
package dev.compat.evidence;

import org.jspecify.annotations.NullMarked;
