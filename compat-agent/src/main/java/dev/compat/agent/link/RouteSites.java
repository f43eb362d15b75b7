package dev.compat.agent.link;

import java.compat.RouteSite;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The call sites of routes that are in use, so that the agent can be taken out of them.
 *
 * <p>Each is known only weakly: when another agent has a class woven again, the sites of its former
 * version are nobody's. Adding never blocks, since threads of the application link.
 */
final class RouteSites {

  private final Queue<Reference<RouteSite>> sites = new ConcurrentLinkedQueue<>();
  private final ReferenceQueue<RouteSite> gone = new ReferenceQueue<>();

  /** Makes a call site for what was linked, out of which the agent can be taken. */
  RouteSite of(CallSite linked, MethodHandle legacy) {
    RouteSite site = new RouteSite(linked.dynamicInvoker(), legacy.asFixedArity());
    sites.add(new WeakReference<>(site, gone));
    return site;
  }

  /** Forgets those that nobody has any more. Call it now and then, from one thread. */
  void tick() {
    if (gone.poll() != null) {
      while (gone.poll() != null) {
        // All of them at once: taking one out of the queue looks through all of it.
      }
      sites.removeIf(site -> site.refersTo(null));
    }
  }

  /** Takes the agent out of all call sites, whose gates are retired. */
  void release() {
    List<MutableCallSite> released = new ArrayList<>();
    for (Reference<RouteSite> each = sites.poll(); each != null; each = sites.poll()) {
      RouteSite site = each.get();
      if (site != null) {
        site.release();
        released.add(site);
      }
    }
    MutableCallSite.syncAll(released.toArray(new MutableCallSite[0]));
  }
}
