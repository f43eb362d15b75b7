package dev.compat;

/**
 * Hears of changes of the routes of a migration: for adapters and services that hold caches, which
 * the other side may have made stale meanwhile.
 *
 * <p>Implemented by an adapter, which hears of its own migration, or by anything else that the
 * plugin's container has made, which hears of all migrations of the plugin. Nothing has to be
 * registered.
 */
@FunctionalInterface
public interface RouteListener {

  /**
   * Called after the change is in force, once for every revision of flags or decisions that changed
   * the migration's flag in the listener's application.
   *
   * <p>On a background thread, one change of a migration after the other, never on a caller's;
   * calls are answered by the new routes meanwhile. Changes that come while a listener is busy are
   * told as one. What is thrown is contained, logged and counted.
   */
  void onRouteChange(RouteChange change);
}
