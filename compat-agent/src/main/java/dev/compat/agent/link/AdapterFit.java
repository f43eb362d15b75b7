package dev.compat.agent.link;

import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * The check that an adapter's method can stand in for a legacy one, now that both are classes:
 * nothing is papered over with casts.
 */
final class AdapterFit {

  private AdapterFit() {}

  /** The legacy method with the name and the very parameter types of {@code ours}. */
  static Method counterpart(Class<?> legacy, Method ours) throws ArmingException {
    for (Method theirs : legacy.getDeclaredMethods()) {
      if (!theirs.isBridge()
          && theirs.getName().equals(ours.getName())
          && Arrays.equals(theirs.getParameterTypes(), ours.getParameterTypes())) {
        return theirs;
      }
    }
    for (Method theirs : legacy.getDeclaredMethods()) {
      if (theirs.getName().equals(ours.getName()) && sameNames(theirs, ours)) {
        throw twins(ours, theirs);
      }
    }
    throw new ArmingException(
        "adapter method "
            + ours
            + " matches no method that legacy "
            + legacy.getName()
            + " declares; give it the name and parameters of one");
  }

  /** Checks result and exceptions. */
  static void check(Method ours, Method theirs) throws ArmingException {
    if (!theirs.getReturnType().isAssignableFrom(ours.getReturnType())) {
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

  private static boolean isChecked(Class<?> thrown) {
    return !RuntimeException.class.isAssignableFrom(thrown)
        && !Error.class.isAssignableFrom(thrown);
  }

  private static boolean declares(Method method, Class<?> thrown) {
    return Arrays.stream(method.getExceptionTypes())
        .anyMatch(type -> type.isAssignableFrom(thrown));
  }

  private static boolean sameNames(Method theirs, Method ours) {
    return Arrays.equals(names(theirs), names(ours));
  }

  private static String[] names(Method method) {
    return Arrays.stream(method.getParameterTypes()).map(Class::getName).toArray(String[]::new);
  }

  private static ArmingException twins(Method ours, Method theirs) {
    Class<?>[] mine = ours.getParameterTypes();
    Class<?>[] legacy = theirs.getParameterTypes();
    StringBuilder twins = new StringBuilder();
    for (int i = 0; i < mine.length; i++) {
      if (mine[i] != legacy[i]) {
        twins.append(twins.length() == 0 ? "" : ", ").append(mine[i].getName());
      }
    }
    return new ArmingException(
        "adapter method "
            + ours
            + " takes types that are not the application's, though of the same name: "
            + twins
            + "; take them out of the plugin jar");
  }
}
