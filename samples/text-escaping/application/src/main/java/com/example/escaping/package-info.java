/**
 * An application that escapes and unescapes text with {@code StringEscapeUtils} of commons-lang
 * 2.6.
 *
 * <p>It stands for a program that nobody may change: it leans on commons-lang and the JDK and knows
 * nothing of Compat.
 */
package com.example.escaping;
