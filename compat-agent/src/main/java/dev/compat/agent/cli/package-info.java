/**
 * The command line: {@code java -jar compat-agent.jar <command>}.
 *
 * <p>{@link dev.compat.agent.cli.Cli} is the way in. Every command reads files and asks nobody: the
 * configuration, the flags, and the state folder that the processes share. Exit codes: 0 good, 1
 * the answer is no, 2 it could not be asked.
 *
 * <p>Leans on picocli, and on {@code dev.compat.config}, {@code flag}, {@code state} and {@code
 * evidence} of the core.
 */
@NullMarked
package dev.compat.agent.cli;

import org.jspecify.annotations.NullMarked;
