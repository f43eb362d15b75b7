/**
 * Compat replaces legacy Java code in running applications, one method at a time.
 *
 * <p>A <em>migration</em> names one or more legacy classes, their adapters and one flag. An adapter
 * ({@link dev.compat.Replaces}) keeps a legacy signature and delegates to replacements that Guice
 * builds from a {@link dev.compat.CompatModule}. For every call of a woven legacy method the flag
 * picks a route: legacy answers, legacy answers while the replacement is compared in its shadow, or
 * the replacement answers. Evidence says what each side did, of how many calls, out of how many.
 *
 * <p>This package holds what a plugin author writes against, which leans on nothing but Guice, and
 * {@link dev.compat.Compat}, with which an application that edits its call sites does without agent
 * and plugins.
 */
@NullMarked
package dev.compat;

import org.jspecify.annotations.NullMarked;
