/**
 * The boot gate: what woven legacy code may touch, defined into the bootstrap loader.
 *
 * <p>A {@code java.*} package, because every class loader delegates those: OSGi, JBoss Modules and
 * filtering loaders too. JDK types only, no lambdas, no logging, no static initialiser that can
 * fail. Once a class is woven against it, it stays for the life of the JVM, so its API is frozen;
 * {@link java.compat.Boot#VERSION} tells an agent that comes later what it finds.
 */
package java.compat;
