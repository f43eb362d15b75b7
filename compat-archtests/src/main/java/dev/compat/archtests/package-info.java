/**
 * Architecture rules that a team runs in its own CI, so that the layering a migration brought does
 * not rot.
 *
 * <p>What is here today are the rules for the toolkit's own modules: they are tests of this module,
 * because nobody else is held to them. The package leans on the plan model of compat-core and on
 * ArchUnit, and on nothing else of ours.
 */
@NullMarked
package dev.compat.archtests;

import org.jspecify.annotations.NullMarked;
