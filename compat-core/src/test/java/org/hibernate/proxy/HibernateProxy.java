package org.hibernate.proxy;

/** The name by which proxies of Hibernate are known. */
public interface HibernateProxy {}
