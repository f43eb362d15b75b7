package dev.compat.agent.link;

import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.OriginalClass;
import dev.compat.agent.weave.OriginalWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Implements the originals of plugins: what adapters call legacy through, past the gate that would
 * send the call back to them.
 *
 * <p>Works whether or not the legacy class is linked, and does not initialise it. Immutable.
 *
 * @param adapters those of all plugins, which tell the gates that legacy methods are behind
 */
record Originals(List<AdapterClass> adapters, Modules modules) {

  /**
   * Makers of the originals in a plugin, by their types, for the plugin's container.
   *
   * @param links the migrations in {@code application}
   */
  Map<Class<?>, Supplier<?>> of(
      Plugin plugin, Application application, Function<String, Link> links) {
    ClassLoader loader = application.loaderOf(plugin);
    Map<Class<?>, Supplier<?>> makers = new HashMap<>();
    for (OriginalClass original : plugin.originals()) {
      try {
        Class<?> type = Class.forName(original.name(), false, loader);
        makers.put(type, () -> implement(original, type, application.loader(), links));
      } catch (ClassNotFoundException gone) {
        throw unfit(original, "does not load: " + gone);
      }
    }
    return makers;
  }

  private Object implement(
      OriginalClass original,
      Class<?> type,
      ClassLoader application,
      Function<String, Link> links) {
    Class<?> legacy = Armory.find(original.legacy(), application);
    if (original.legacy().isEmpty()) {
      throw unfit(original, OriginalClass.NAMES_NONE);
    }
    if (legacy == null) {
      throw unfit(
          original,
          "names legacy '"
              + original.legacy()
              + "', a class that "
              + application
              + " does not define; correct @Original");
    }
    if (!original.isPlain()) {
      throw unfit(original, "is no interface, or extends others; have it declare all its methods");
    }
    modules.open(legacy.getModule(), type.getModule());
    try {
      return implement(type, new OriginalTarget(original, legacy, type, adapters, links));
    } catch (ArmingException misfit) {
      throw new UnfitOriginal(String.valueOf(misfit.getMessage()));
    }
  }

  private static Object implement(Class<?> type, OriginalTarget target) throws ArmingException {
    List<Method> methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> Modifier.isAbstract(method.getModifiers()))
            .toList();
    List<MethodHandle> handles = new ArrayList<>();
    for (Method method : methods) {
      handles.add(target.handle(method));
    }
    try {
      byte[] bytes = OriginalWriter.write(type, methods);
      MethodHandles.Lookup written =
          Plugin.lookupIn(type).defineHiddenClassWithClassData(bytes, List.copyOf(handles), true);
      MethodType constructor = MethodType.methodType(void.class);
      return written.findConstructor(written.lookupClass(), constructor).invoke();
    } catch (Throwable failure) {
      throw new ArmingException("original " + type.getName() + " is out of reach: " + failure);
    }
  }

  private static UnfitOriginal unfit(OriginalClass original, String why) {
    return new UnfitOriginal(
        "original " + original.name() + " from " + original.where() + " " + why);
  }
}
