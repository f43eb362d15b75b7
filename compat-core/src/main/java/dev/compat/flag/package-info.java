/**
 * Flags: what turns the context of a call into its route.
 *
 * <p>{@link dev.compat.flag.Flags} is one immutable reading of {@code flags.yaml}; {@link
 * dev.compat.flag.Flag} answers for one migration, on the caller's thread, without locks and
 * without ever throwing; a {@link dev.compat.flag.FlagSource} says which reading is in force;
 * {@link dev.compat.flag.ContextReaders} find out who a call is for. Whatever cannot be known or
 * read means {@link dev.compat.flag.Route#LEGACY}.
 *
 * <p>Leans on {@code dev.compat.config} for reading files.
 */
@NullMarked
package dev.compat.flag;

import org.jspecify.annotations.NullMarked;
