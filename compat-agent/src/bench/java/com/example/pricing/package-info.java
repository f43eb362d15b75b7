/**
 * What the benchmarks measure calls of: a legacy class, its twin that nothing replaces, the
 * replacement, and the adapter of the plugin.
 */
@NullMarked
package com.example.pricing;

import org.jspecify.annotations.NullMarked;
