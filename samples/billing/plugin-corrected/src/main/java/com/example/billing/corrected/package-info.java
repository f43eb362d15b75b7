/**
 * The billing plugin, corrected: the same adapters, and dates that are what joda-time makes of
 * them.
 *
 * <p>It leans on the first plugin for the adapters, and on joda-time, which the application
 * provides, for the exceptions that its callers may catch.
 */
@NullMarked
package com.example.billing.corrected;

import org.jspecify.annotations.NullMarked;
