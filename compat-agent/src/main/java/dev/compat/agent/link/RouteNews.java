package dev.compat.agent.link;

import dev.compat.RouteChange;
import dev.compat.RouteListener;
import dev.compat.background.Log;
import dev.compat.flag.Flag;
import dev.compat.flag.Route;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells adapters and services of changes of one migration's routes in one application.
 *
 * <p>The control thread says what it follows; a background thread, there only while there is
 * something to tell, runs the listeners. A listener that hangs holds up this migration's news and
 * nothing else: what comes meanwhile becomes one change. This object's monitor guards what is to be
 * told; no code of a plugin runs under it. A failure is kept as text: an exception of the plugin's
 * would keep its loader.
 */
final class RouteNews {

  private static final Log log = Log.of(RouteNews.class);

  private final String migration;
  private final Application application;
  private final Workshop workshop;
  private @Nullable Flag followed;
  private boolean hasFollowed;
  private @Nullable RouteChange pending;
  private boolean isTelling;
  private volatile long failures;
  private volatile @Nullable String lastFailure;

  RouteNews(String migration, Application application, Workshop workshop) {
    this.migration = migration;
    this.application = application;
    this.workshop = workshop;
  }

  /** Takes note of the flag that is in force from now on; null is off. Control thread only. */
  void follow(@Nullable Flag flag) {
    Flag before = followed;
    if (before == flag) {
      return;
    }
    followed = flag;
    boolean isSame = before != null && flag != null && flag.isSameAs(before);
    if (hasFollowed && !isSame) {
      tell(new RouteChange(migration, routes(before), routes(flag)));
    }
    hasFollowed = true;
  }

  private static Set<Route> routes(@Nullable Flag flag) {
    return flag == null ? Set.of(Route.LEGACY) : flag.routes();
  }

  private synchronized void tell(RouteChange change) {
    RouteChange first = pending;
    pending = first == null ? change : new RouteChange(migration, first.before(), change.after());
    if (!isTelling) {
      try {
        workshop.background("compat-news-" + migration, this::tellAll);
        isTelling = true;
      } catch (OutOfMemoryError noThread) { // it is told with the next change
        failed("no thread: " + noThread.getMessage());
      }
    }
  }

  private synchronized @Nullable RouteChange next() {
    RouteChange change = pending;
    pending = null;
    isTelling = change != null;
    return change;
  }

  private void tellAll() {
    Thread.currentThread().setContextClassLoader(application.loader());
    for (RouteChange change = next(); change != null; change = next()) {
      for (RouteListener listener : listeners()) {
        tell(listener, change);
      }
    }
  }

  private List<RouteListener> listeners() {
    try {
      return application.listeners(migration);
    } catch (RuntimeException | LinkageError thrown) { // reading a plugin's annotations
      failed("looking for listeners: " + thrown.getClass().getName());
      return List.of();
    }
  }

  private void tell(RouteListener listener, RouteChange change) {
    try {
      listener.onRouteChange(change);
    } catch (Throwable thrown) { // of the plugin, whatever that may throw
      failed(listener.getClass().getName() + " threw " + thrown.getClass().getName());
    }
  }

  private synchronized void failed(String what) {
    failures++;
    lastFailure = what;
    log.error("{}: {} when it was told that its routes changed", migration, what);
  }

  /** What went wrong with telling so far, in one line; null if nothing did. */
  @Nullable String problem() {
    String last = lastFailure;
    return last == null
        ? null
        : migration
            + ": onRouteChange failed "
            + failures
            + (failures == 1 ? " time: " : " times, last: ")
            + last
            + "; correct the plugin, its caches may be stale";
  }
}
