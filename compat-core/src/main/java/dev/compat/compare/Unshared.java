package dev.compat.compare;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.lang.ref.Reference;
import java.lang.reflect.Proxy;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Timer;
import java.util.TimerTask;
import java.util.WeakHashMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.stream.BaseStream;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What neither two calls may share nor anybody copy, told by its type alone: nothing of it is ever
 * called.
 */
final class Unshared {

  static final String FUNCTION = "it is a function that holds what may change";

  private static final String ONCE = "it can be read only once";
  private static final String OPEN = "it stands for something open outside of the heap";
  private static final String LOCK = "a lock cannot be copied";
  private static final String THREAD = "it belongs to threads";
  private static final String LATER = "it completes later";
  private static final String LOADS = "it loads from a database when it is touched";
  private static final String PROXY = "it is a proxy, and what is behind it cannot be seen";
  private static final String WEAK = "what it refers to may be gone at any time";
  private static final String UNKNOWN = "it may change after the call and cannot be copied";

  private static final Map<Class<?>, String> TYPES = types();

  /** By name, since their libraries may be in any class loader, or in none. */
  private static final Map<String, String> NAMES = names();

  /** Packages of the JDK whose mutable classes hold data and nothing else. */
  private static final List<String> PACKAGES =
      List.of("java.util", "java.util.concurrent.atomic", "java.util.regex", "java.sql");

  private Unshared() {}

  private static Map<Class<?>, String> types() {
    Map<Class<?>, String> types = new LinkedHashMap<>();
    types.put(Iterator.class, ONCE);
    types.put(Enumeration.class, ONCE);
    types.put(Spliterator.class, ONCE);
    types.put(BaseStream.class, ONCE);
    types.put(InputStream.class, ONCE);
    types.put(Reader.class, ONCE);
    types.put(OutputStream.class, OPEN);
    types.put(Writer.class, UNKNOWN);
    types.put(Lock.class, LOCK);
    types.put(ReadWriteLock.class, LOCK);
    types.put(Condition.class, LOCK);
    types.put(Thread.class, THREAD);
    types.put(ThreadGroup.class, THREAD);
    types.put(ThreadLocal.class, THREAD);
    types.put(Executor.class, THREAD);
    types.put(Future.class, LATER);
    types.put(CompletionStage.class, LATER);
    types.put(Inflater.class, OPEN);
    types.put(Deflater.class, OPEN);
    types.put(Closeable.class, OPEN);
    types.put(AutoCloseable.class, OPEN);
    types.put(ClassLoader.class, "a class loader cannot be copied");
    types.put(Reference.class, WEAK);
    types.put(WeakHashMap.class, WEAK);
    types.put(Timer.class, THREAD);
    types.put(TimerTask.class, THREAD);
    return types;
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    for (String name :
        List.of(
            "org.hibernate.proxy.HibernateProxy",
            "org.hibernate.collection.spi.PersistentCollection",
            "org.hibernate.collection.PersistentCollection",
            "org.hibernate.engine.spi.PersistentAttributeInterceptable",
            "org.eclipse.persistence.indirection.IndirectContainer",
            "org.eclipse.persistence.indirection.ValueHolderInterface",
            "org.apache.openjpa.util.Proxy",
            "javax.persistence.EntityManager",
            "jakarta.persistence.EntityManager",
            "org.hibernate.SharedSessionContract")) {
      names.put(name, LOADS);
    }
    for (String name :
        List.of(
            "javassist.util.proxy.Proxy",
            "org.springframework.cglib.proxy.Factory",
            "net.sf.cglib.proxy.Factory",
            "org.springframework.aop.framework.Advised")) {
      names.put(name, PROXY);
    }
    return names;
  }

  /** Why values of that class are refused; null where there is no reason to. */
  static @Nullable String why(Class<?> type) {
    if (Proxy.isProxyClass(type)) {
      return PROXY;
    }
    for (Map.Entry<Class<?>, String> each : TYPES.entrySet()) {
      if (each.getKey().isAssignableFrom(type)) {
        return each.getValue();
      }
    }
    String named = byName(type);
    return named != null ? named : ofTheJdk(type);
  }

  private static @Nullable String byName(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      String why = NAMES.get(at.getName());
      if (why != null) {
        return why;
      }
      for (Class<?> implemented : at.getInterfaces()) {
        why = byName(implemented);
        if (why != null) {
          return why;
        }
      }
    }
    return null;
  }

  private static @Nullable String ofTheJdk(Class<?> type) {
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      if (Jdk.isOfTheJdk(at) && !isData(at)) {
        return UNKNOWN;
      }
    }
    return null;
  }

  private static boolean isData(Class<?> type) {
    return type.isRecord()
        || type == Record.class
        || Jdk.hasNoFields(type)
        || type.isHidden()
        || PACKAGES.contains(type.getPackageName())
        || Jdk.isDataClass(type.getName());
  }
}
