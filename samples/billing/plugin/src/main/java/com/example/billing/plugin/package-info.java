/**
 * A plugin that replaces joda-time's mutable dates, and the billing rules written with them, by
 * {@code java.time} as one writes it first.
 *
 * <p>It leans on {@code dev.compat} and Guice, which the agent provides, and on the application and
 * its joda-time, whose types its adapters keep.
 */
@NullMarked
package com.example.billing.plugin;

import org.jspecify.annotations.NullMarked;
