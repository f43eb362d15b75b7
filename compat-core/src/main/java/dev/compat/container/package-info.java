/**
 * The Guice side: one container per application class loader, built from a plugin's modules.
 *
 * <p>With {@link dev.compat.CompatModule} the only place that touches Guice.
 */
@NullMarked
package dev.compat.container;

import org.jspecify.annotations.NullMarked;
