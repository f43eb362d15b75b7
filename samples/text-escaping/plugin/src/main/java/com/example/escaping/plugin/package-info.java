/**
 * A plugin that replaces {@code StringEscapeUtils} of commons-lang 2.6: the adapter, and
 * commons-text as it is for its replacement.
 *
 * <p>It leans on {@code dev.compat} and Guice, which the agent provides, on commons-lang, which the
 * application provides, and on commons-text, which is in the plugin jar. It cannot itself be in
 * {@code dev.compat}: a plugin takes that package from the agent.
 */
@NullMarked
package com.example.escaping.plugin;

import org.jspecify.annotations.NullMarked;
