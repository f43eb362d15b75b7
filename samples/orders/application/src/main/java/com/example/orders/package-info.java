/**
 * An application that takes orders for many tenants over HTTP and keeps them in a database.
 *
 * <p>It stands for a program that nobody may change: written for Java 8, with the habits of its
 * time, and with their bugs. It leans on the JDK, H2, SLF4J and Logback and knows nothing of
 * Compat.
 */
package com.example.orders;
