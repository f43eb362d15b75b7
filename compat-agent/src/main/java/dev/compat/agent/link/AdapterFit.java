package dev.compat.agent.link;

import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.LegacyShape;
import dev.compat.agent.weave.Match;
import dev.compat.agent.weave.MethodRef;
import dev.compat.agent.weave.Naming;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/**
 * The check that an adapter's method can stand in for a legacy one, now that both are classes:
 * nothing is papered over with casts.
 */
final class AdapterFit {

  private AdapterFit() {}

  /** The declared method that {@code ref} names. */
  static Method declared(Class<?> type, MethodRef ref) throws ArmingException {
    for (Method method : type.getDeclaredMethods()) {
      if (MethodRef.of(method).equals(ref)) {
        return method;
      }
    }
    throw new ArmingException(
        type.getName()
            + " lost its method "
            + ref.fullSignature()
            + " since it was read; restart the application after changing a plugin");
  }

  /** The legacy method that {@code ours}, read as {@code method}, takes the place of. */
  static Method counterpart(Class<?> legacy, Method ours, AdapterClass.Method method)
      throws ArmingException {
    ClassLoader plugin = ours.getDeclaringClass().getClassLoader();
    LoadedTypes types = new LoadedTypes(plugin, legacy.getClassLoader());
    Match match = Match.of(method.naming(), LegacyShape.of(legacy), types);
    MethodRef target = match.target();
    if (target == null) {
      throw new ArmingException(
          "adapter method " + ours + " " + match.problem() + "; " + match.remedy());
    }
    Method theirs = declared(legacy, target);
    int receiver = method.naming().receiver() == Naming.Receiver.FIRST ? 1 : 0;
    checkTypes("adapter method " + ours, parameters(ours, receiver), theirs);
    return theirs;
  }

  /** Checks parameters, result and exceptions of an original's method. */
  static void checkOriginal(String who, Method ours, Method theirs) throws ArmingException {
    int receiver = Modifier.isStatic(theirs.getModifiers()) ? 0 : 1;
    checkTypes(who, parameters(ours, receiver), theirs);
    if (!ours.getReturnType().isAssignableFrom(theirs.getReturnType())) {
      throw new ArmingException(
          who + " does not return what legacy does: " + theirs + "; return the same type");
    }
    for (Class<?> thrown : theirs.getExceptionTypes()) {
      if (isChecked(thrown) && !declares(ours, thrown)) {
        throw new ArmingException(
            who
                + " does not declare "
                + thrown.getName()
                + ", which legacy throws: "
                + theirs
                + "; declare it");
      }
    }
  }

  private static Class<?>[] parameters(Method method, int from) {
    Class<?>[] all = method.getParameterTypes();
    return Arrays.copyOfRange(all, from, all.length);
  }

  private static void checkTypes(String who, Class<?>[] ours, Method theirs)
      throws ArmingException {
    Class<?>[] legacy = theirs.getParameterTypes();
    StringBuilder twins = new StringBuilder();
    for (int i = 0; i < ours.length; i++) {
      if (!ours[i].isAssignableFrom(legacy[i])) {
        twins.append(twins.length() == 0 ? "" : ", ").append(ours[i].getName());
      }
    }
    if (twins.length() > 0) {
      throw new ArmingException(
          who
              + " takes types that are not the application's, though of the same name: "
              + twins
              + "; take them out of the plugin jar");
    }
  }

  /** Checks result and exceptions. */
  static void check(Method ours, Method theirs) throws ArmingException {
    if (!fits(ours.getReturnType(), theirs.getReturnType())) {
      throw new ArmingException(
          "adapter method "
              + ours
              + " does not return what legacy does: "
              + theirs
              + "; return the same type, from the same class loader");
    }
    for (Class<?> thrown : ours.getExceptionTypes()) {
      if (isChecked(thrown) && !declares(theirs, thrown)) {
        throw new ArmingException(
            "adapter method "
                + ours
                + " throws "
                + thrown.getName()
                + ", which legacy does not declare: "
                + theirs
                + "; wrap it in one that legacy declares, or in an unchecked one");
      }
    }
  }

  /** A supertype is cast when it is called: what then does not fit is a failure of the adapter. */
  private static boolean fits(Class<?> ours, Class<?> theirs) {
    return theirs.isAssignableFrom(ours)
        || (LoadedTypes.isHidden(theirs) && ours.isAssignableFrom(theirs));
  }

  private static boolean isChecked(Class<?> thrown) {
    return !RuntimeException.class.isAssignableFrom(thrown)
        && !Error.class.isAssignableFrom(thrown);
  }

  private static boolean declares(Method method, Class<?> thrown) {
    return Arrays.stream(method.getExceptionTypes())
        .anyMatch(type -> type.isAssignableFrom(thrown));
  }
}
