package org.hibernate.collection.spi;

/** The name by which collections of Hibernate are known. */
public interface PersistentCollection {
  boolean wasInitialized();
}
