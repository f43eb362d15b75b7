/**
 * State without a port: what operators decided, and what every process did about it, in one plain
 * folder.
 *
 * <p>{@link dev.compat.state.StateFolder} is the way in. {@code revisions/} holds the operators'
 * decisions, each file an immutable and complete {@link dev.compat.state.Revision}; {@code
 * processes/} holds a {@link dev.compat.state.Heartbeat} and the evidence of every process; a file
 * named {@code OFF} turns everything to legacy and needs no Java. Any number of processes share the
 * folder. Nobody holds a lock: a file appears whole or not at all, and a number is taken by whoever
 * creates its file first.
 *
 * <p>What cannot be read never turns anything back on: a process goes on with the last revision it
 * has read, and one that has read none runs everything as legacy, and both say so.
 *
 * <p>Leans on Jackson for JSON and on {@link dev.compat.flag.Route}.
 */
@NullMarked
package dev.compat.state;

import org.jspecify.annotations.NullMarked;
