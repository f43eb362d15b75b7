/**
 * A plugin that moves the orders application layer by layer: five migrations, each with its own
 * flag.
 *
 * <p>It leans on {@code dev.compat} and Guice, which the agent provides, and on the application's
 * classes, its {@code DataSource} and its logging, which the application provides. What a
 * replacement needs of a layer that is not its own it asks legacy for: those calls are routed by
 * the flags of their own migrations.
 */
@NullMarked
package com.example.orders.plugin;

import org.jspecify.annotations.NullMarked;
