package dev.compat.agent.link;

import dev.compat.agent.weave.AnchorWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The application class loaders in which something was linked, each known only weakly.
 *
 * <p>A list that is copied on writing, looked through by identity: there are few of them, and an
 * application's loader may have any idea of equality. Never blocks a linking thread.
 */
final class Applications {

  private static final AtomicLong ANCHORS = new AtomicLong(System.nanoTime());

  private final CopyOnWriteArrayList<WeakReference<Application>> known =
      new CopyOnWriteArrayList<>();
  private boolean closed;

  /** The application of {@code owner}'s loader; anchored there on first sight. */
  Application of(MethodHandles.Lookup caller, Class<?> owner) throws Throwable {
    ClassLoader loader = owner.getClassLoader();
    Application found = find(loader);
    if (found != null) {
      return found;
    }
    // Outside every lock: defining a class may take the loader's, which other threads hold while
    // they link. Two threads may both get here; the second anchor to come holds nothing.
    Class<?> anchor = anchor(caller);
    synchronized (this) {
      Application meanwhile = find(loader);
      if (meanwhile != null) {
        return meanwhile;
      }
      if (closed) { // nobody holds it: it goes with the call site that is linked
        return new Application(loader);
      }
      MethodHandle held = caller.findStaticSetter(anchor, AnchorWriter.FIELD, Object.class);
      Application made = new Application(loader, held);
      held.invoke(made);
      known.removeIf(reference -> reference.get() == null);
      known.add(new WeakReference<>(made));
      return made;
    }
  }

  /** Anchors none from now on. */
  synchronized void close() {
    closed = true;
  }

  /** Those that are still alive. */
  List<Application> alive() {
    List<Application> alive = new ArrayList<>();
    for (WeakReference<Application> reference : known) {
      Application application = reference.get();
      if (application != null) {
        alive.add(application);
      }
    }
    return alive;
  }

  private @Nullable Application find(ClassLoader loader) {
    for (WeakReference<Application> reference : known) {
      Application application = reference.get();
      if (application != null && application.loader() == loader) {
        return application;
      }
    }
    return null;
  }

  private static Class<?> anchor(MethodHandles.Lookup caller) throws IllegalAccessException {
    String name = "CompatAnchor$" + Long.toHexString(ANCHORS.incrementAndGet());
    return caller.defineClass(AnchorWriter.write(caller.lookupClass(), name));
  }
}
