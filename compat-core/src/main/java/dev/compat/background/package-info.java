/**
 * What runs apart from callers and from each other: the toolkit's threads, and what it has to say
 * to a log.
 */
@NullMarked
package dev.compat.background;

import org.jspecify.annotations.NullMarked;
