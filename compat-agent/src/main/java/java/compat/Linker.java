package java.compat;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Links the call sites of woven methods; implemented by the agent. */
public interface Linker {

  /**
   * Links the gate of {@code migration} in the class loader of {@code owner}.
   *
   * @param caller a full-privilege lookup on the class that holds the instruction: {@code owner} or
   *     its holder
   */
  CallSite gate(MethodHandles.Lookup caller, String migration, Class<?> owner) throws Throwable;

  /**
   * Links the route of the method {@code name} with {@code descriptor} declared by {@code owner}.
   *
   * @param type the receiver, unless static, and the parameters; the method's return type
   */
  CallSite route(
      MethodHandles.Lookup caller,
      String name,
      MethodType type,
      String migration,
      Class<?> owner,
      String descriptor)
      throws Throwable;
}
