package dev.compat.container;

import com.google.inject.AbstractModule;
import com.google.inject.Binding;
import com.google.inject.Scopes;
import com.google.inject.matcher.Matchers;
import com.google.inject.spi.ConstructorBinding;
import com.google.inject.spi.ProvisionListener;
import dev.compat.background.Log;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The singletons of one container that are to be closed, in the order in which they were made.
 *
 * <p>Closed is what is the plugin's without doubt: what the container constructed itself, and
 * instances of the plugin's own classes. What a provider method or {@code toInstance} took from
 * elsewhere may be the application's. Guarded by its monitor, which nothing is called under.
 */
final class Singletons extends AbstractModule implements ProvisionListener {

  private static final Log log = Log.of(Singletons.class);

  private final ClassLoader plugin;
  private final Deque<AutoCloseable> made = new ArrayDeque<>();

  Singletons(ClassLoader plugin) {
    this.plugin = plugin;
  }

  @Override
  protected void configure() {
    bindListener(Matchers.any(), this);
  }

  @Override
  public <T> void onProvision(ProvisionInvocation<T> provision) {
    T value = provision.provision();
    Binding<T> binding = provision.getBinding();
    boolean isOwn =
        binding instanceof ConstructorBinding
            || (value != null && value.getClass().getClassLoader() == plugin);
    if (isOwn && value instanceof AutoCloseable closeable && Scopes.isSingleton(binding)) {
      synchronized (this) {
        made.push(closeable);
      }
    }
  }

  /** Closes all, the last first, whatever one of them throws; gives what was thrown. */
  List<String> close() {
    List<String> failures = new ArrayList<>();
    for (AutoCloseable next = next(); next != null; next = next()) {
      try {
        next.close();
      } catch (Throwable failure) {
        log.warn("{} could not be closed", next.getClass().getName(), failure);
        failures.add(next.getClass().getName() + " could not be closed: " + failure);
      }
    }
    return failures;
  }

  private synchronized @Nullable AutoCloseable next() {
    return made.poll();
  }
}
