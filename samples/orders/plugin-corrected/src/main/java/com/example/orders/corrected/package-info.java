/** The same adapters as in the first plugin, with what its shadow runs taught. */
@NullMarked
package com.example.orders.corrected;

import org.jspecify.annotations.NullMarked;
