/**
 * Bytecode: reads adapters, weaves prologues into legacy classes, defines holders and anchors.
 *
 * <p>The only package that touches Byte Buddy and its ASM. Types are taken from descriptors and
 * names, so nothing has to be resolved to weave a class. Leans on the JDK's instrumentation.
 */
@NullMarked
package dev.compat.agent.weave;

import org.jspecify.annotations.NullMarked;
