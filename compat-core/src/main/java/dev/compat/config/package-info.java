/**
 * The configuration files: {@code compat.yaml} as {@link dev.compat.config.CompatConfig}, and the
 * located YAML that {@code flags.yaml} is read with too.
 *
 * <p>A file is validated whole: {@link dev.compat.config.Document} turns text into {@link
 * dev.compat.config.Section}s whose typed accessors note every {@link dev.compat.config.Problem}
 * with file, line and remedy and go on with a fallback; at the end one {@link
 * dev.compat.config.ConfigException} carries them all.
 *
 * <p>Leans on the streaming parser of Jackson's YAML alone: binding and tree model would cost an
 * application about 100 ms more of its start.
 */
@NullMarked
package dev.compat.config;

import org.jspecify.annotations.NullMarked;
