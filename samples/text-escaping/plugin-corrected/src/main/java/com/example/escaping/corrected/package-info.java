/**
 * The text escaping plugin, corrected: the same adapter, and a replacement that answers as {@code
 * StringEscapeUtils} of commons-lang 2.6 does, for whatever text it is given.
 *
 * <p>It leans on the first plugin for the adapter, on commons-text for what that does equally, and
 * on commons-lang, which the application provides, for the exception that its callers may catch.
 */
@NullMarked
package com.example.escaping.corrected;

import org.jspecify.annotations.NullMarked;
