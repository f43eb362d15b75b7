package dev.compat.container;

import com.google.inject.Binder;
import com.google.inject.ConfigurationException;
import com.google.inject.Key;
import com.google.inject.Provider;
import com.google.inject.spi.Dependency;
import com.google.inject.spi.InjectionPoint;
import dev.compat.Receiver;
import java.lang.ref.WeakReference;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands a legacy object to the constructor of its adapter, through the thread that builds it.
 *
 * <p>What a thread keeps is put back by a plain write, so that not even a stack overflow in a
 * plugin's constructor leaves a legacy object with a thread.
 */
final class Receivers {

  /** An array of one: a class of ours in a thread of the application would hold us there. */
  private static final ThreadLocal<@Nullable Object[]> SEEDS =
      ThreadLocal.withInitial(() -> new @Nullable Object[1]);

  private Receivers() {}

  /** Builds what {@code provider} gives, for {@code receiver}. */
  static <T> T with(Object receiver, Provider<T> provider) {
    @Nullable Object[] seed = SEEDS.get();
    Object before = seed[0];
    seed[0] = receiver;
    try {
      return provider.get();
    } finally {
      seed[0] = before;
    }
  }

  /** Binds what the constructors of these classes take with {@code @Receiver}. */
  static void bind(Binder binder, Set<Class<?>> types) {
    Set<Key<?>> keys = new HashSet<>();
    types.forEach(type -> keys.addAll(keys(type)));
    keys.forEach(key -> bind(binder, key));
  }

  private static <T> void bind(Binder binder, Key<T> key) {
    @SuppressWarnings("unchecked") // checked when it was armed
    Class<T> raw = (Class<T>) key.getTypeLiteral().getRawType();
    binder.bind(key).toProvider(() -> raw.cast(given(raw)));
  }

  private static Object given(Class<?> raw) {
    Object receiver = SEEDS.get()[0];
    if (receiver == null) {
      throw new IllegalStateException("no legacy object has its adapter built");
    }
    return raw == WeakReference.class ? new WeakReference<>(receiver) : receiver;
  }

  /** Whether the constructor of {@code type} takes no legacy object. */
  static boolean areNone(Class<?> type) {
    return keys(type).isEmpty();
  }

  /** Checks that legacy objects of this class can be handed to the constructor of {@code type}. */
  static void check(Class<?> type, Class<?> legacy) {
    for (Key<?> key : keys(type)) {
      Class<?> taken = taken(key);
      if (!taken.isAssignableFrom(legacy)) {
        throw new ContainerException(
            "the @Receiver in the constructor of "
                + type.getName()
                + " is a "
                + taken.getName()
                + ", which legacy "
                + legacy.getName()
                + " is not");
      }
    }
  }

  private static Class<?> taken(Key<?> key) {
    Type type = key.getTypeLiteral().getType();
    boolean isWeak = key.getTypeLiteral().getRawType() == WeakReference.class;
    if (!isWeak) {
      return key.getTypeLiteral().getRawType();
    }
    return type instanceof ParameterizedType weak
            && weak.getActualTypeArguments()[0] instanceof Class<?> argument
        ? argument
        : Object.class;
  }

  private static List<Key<?>> keys(Class<?> type) {
    try {
      return InjectionPoint.forConstructorOf(type).getDependencies().stream()
          .<Key<?>>map(Dependency::getKey)
          .filter(key -> key.getAnnotationType() == Receiver.class)
          .toList();
    } catch (ConfigurationException toldWhenItIsBuilt) {
      return List.of();
    }
  }
}
