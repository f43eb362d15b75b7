/**
 * Compares what the two arms of a call did, structurally, and says one of three things: match,
 * mismatch with its differences, or incomparable with the reason.
 *
 * <p>Two halves. {@link dev.compat.compare.Comparison} judges two outcomes after the fact, off the
 * caller's thread. {@link dev.compat.compare.Snapshots} decides before that, on the caller's
 * thread, whether a value can be held until then. Neither ever throws, whatever the values do: what
 * cannot be judged is incomparable, what cannot be held is refused, and both say why without
 * quoting values. Nothing here keeps a value after it returns.
 *
 * <p>What a team wants taken out of verdicts it says in {@link dev.compat.compare.CompareRules}:
 * they only take differences out, they are asked only where two values differ, and each difference
 * that they take out is an {@link dev.compat.compare.Excuse} of the verdict.
 *
 * <p>Leans on the JDK alone.
 */
@NullMarked
package dev.compat.compare;

import org.jspecify.annotations.NullMarked;
