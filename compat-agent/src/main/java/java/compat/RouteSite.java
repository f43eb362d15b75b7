package java.compat;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MutableCallSite;

/**
 * The call site of one method's route. A class that is not woven any more, or the holder of one
 * that is of an old version, may keep it; so that the agent can go all the same, it can be taken
 * out.
 *
 * <p>Of this package, because what an application's class keeps alive must be of nobody's but the
 * JDK's and the boot gate's.
 */
public final class RouteSite extends MutableCallSite {

  private final MethodHandle legacy;

  /**
   * Links {@code route}.
   *
   * @param legacy the woven method itself, of the same type
   */
  public RouteSite(MethodHandle route, MethodHandle legacy) {
    super(route);
    this.legacy = legacy;
  }

  /** Sends every call to legacy from now on. Behind a gate that is retired only. */
  public void release() {
    setTarget(legacy);
  }
}
