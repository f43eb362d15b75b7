/**
 * An application that bills subscriptions, with the mutable dates of joda-time.
 *
 * <p>It stands for a program that nobody may change: it leans on joda-time and the JDK and knows
 * nothing of Compat.
 */
package com.example.billing;
