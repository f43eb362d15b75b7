package dev.compat.junit;

import dev.compat.CompatModule;
import dev.compat.LegacyState;
import dev.compat.Receiver;
import dev.compat.Replaces;
import dev.compat.Signature;
import dev.compat.container.Container;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of one plugin, built as the agent builds them: by Guice, with the plugin's module.
 * What is an original for them calls legacy, which nothing routes here.
 */
final class Adapters {

  private final Class<?> plugin;
  private final PluginClasses classes;
  private final Container container;

  private Adapters(Class<?> plugin, PluginClasses classes, Container container) {
    this.plugin = plugin;
    this.classes = classes;
    this.container = container;
  }

  /**
   * Those that are where {@code plugin} is.
   *
   * @param plugin its module, or any class of a plugin that has none
   */
  static Adapters of(Class<?> plugin) {
    PluginClasses classes = new PluginClasses(plugin);
    Set<Class<?>> perReceiver = new HashSet<>();
    for (Class<?> adapter : classes.adapters()) {
      if (isPerReceiver(adapter)) {
        perReceiver.add(adapter);
      }
    }
    Map<Class<?>, Supplier<?>> originals = new HashMap<>();
    classes.originals().forEach(type -> originals.put(type, () -> DirectOriginal.of(type)));
    Container container =
        Container.of(
            plugin.getClassLoader(), modules(plugin), new Container.Given(originals, perReceiver));
    return new Adapters(plugin, classes, container);
  }

  private static boolean isPerReceiver(Class<?> adapter) {
    return adapter.getAnnotation(Replaces.class).state() == LegacyState.PER_RECEIVER;
  }

  private static List<CompatModule> modules(Class<?> plugin) {
    if (!CompatModule.class.isAssignableFrom(plugin)) {
      return List.of();
    }
    try {
      var constructor = plugin.getDeclaredConstructor();
      constructor.setAccessible(true);
      return List.of((CompatModule) constructor.newInstance());
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException(
          "module " + plugin.getName() + " cannot be made: " + failure, failure);
    }
  }

  ClassLoader loader() {
    return plugin.getClassLoader();
  }

  /** Closes what the container has made. */
  void close() {
    container.close();
  }

  /** Whether there is an adapter for the class of a join point. */
  boolean replaces(String joinPoint) {
    return candidates(legacy(joinPoint)).findAny().isPresent();
  }

  private Stream<Class<?>> candidates(String legacy) {
    return classes.adapters().stream()
        .filter(adapter -> PluginClasses.legacy(adapter).equals(legacy));
  }

  private static String legacy(String joinPoint) {
    int hash = joinPoint.indexOf('#');
    if (hash < 0) {
      throw new IllegalArgumentException(
          "'" + joinPoint + "' is no join point; write com.acme.Legacy#method(String, int)");
    }
    return joinPoint.substring(0, hash);
  }

  /** The adapter method that takes the place of a join point. */
  Adapted method(String joinPoint) {
    String legacy = legacy(joinPoint);
    String signature = joinPoint.substring(legacy.length() + 1);
    List<Class<?>> adapters = candidates(legacy).toList();
    List<Method> methods =
        adapters.stream()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(Adapters::isOfAdapter)
            .toList();
    List<Method> exact = methods.stream().filter(one -> stands(one).equals(signature)).toList();
    List<Method> alike = exact.isEmpty() ? alike(methods, signature) : exact;
    if (alike.size() != 1) {
      throw new AssertionError(
          (alike.isEmpty() ? "no method" : "more than one method")
              + " of an adapter in the plugin of "
              + plugin.getName()
              + " takes the place of "
              + joinPoint
              + (adapters.isEmpty()
                  ? "; there is no adapter of " + legacy
                  : "; there are "
                      + methods.stream()
                          .map(Adapters::stands)
                          .sorted()
                          .collect(Collectors.toList())));
    }
    return new Adapted(alike.get(0));
  }

  private static boolean isOfAdapter(Method method) {
    int no = Modifier.PRIVATE | Modifier.STATIC;
    return (method.getModifiers() & no) == 0 && !method.isSynthetic();
  }

  /** Where a legacy type cannot be named, the adapter has a supertype in its place. */
  private static List<Method> alike(List<Method> methods, String signature) {
    String name = signature.replaceAll("\\(.*", "");
    long count = signature.endsWith("()") ? 0 : signature.chars().filter(c -> c == ',').count() + 1;
    return methods.stream()
        .filter(one -> one.getName().equals(name) && !one.isAnnotationPresent(Signature.class))
        .filter(one -> parameters(one).count() == count)
        .toList();
  }

  /** The legacy method that a method stands for, as join points are written. */
  private static String stands(Method method) {
    Signature written = method.getAnnotation(Signature.class);
    if (written != null) {
      return written.value().replaceAll("[\\w$]+\\.", "");
    }
    return parameters(method)
        .map(one -> one.getType().getTypeName())
        .map(name -> name.substring(name.lastIndexOf('.') + 1))
        .collect(Collectors.joining(", ", method.getName() + "(", ")"));
  }

  private static Stream<Parameter> parameters(Method method) {
    return Arrays.stream(method.getParameters())
        .filter(parameter -> !parameter.isAnnotationPresent(Receiver.class));
  }

  /** A method of an adapter, ready to be called. */
  final class Adapted {

    private final Method method;

    Adapted(Method method) {
      this.method = method;
      method.setAccessible(true);
    }

    private boolean takesReceiver() {
      return method.getParameterCount() > 0
          && method.getParameters()[0].isAnnotationPresent(Receiver.class);
    }

    private Class<?> type() {
      return method.getDeclaringClass();
    }

    /** Why a call without its legacy object cannot be made; null if it can. */
    @Nullable String needsReceiver() {
      return takesReceiver() || isPerReceiver(type())
          ? "the adapter needs the legacy object, which was not recorded"
          : null;
    }

    /**
     * Calls it.
     *
     * @throws java.lang.reflect.InvocationTargetException with what it threw
     */
    @Nullable Object call(@Nullable Object receiver, List<@Nullable Object> arguments)
        throws ReflectiveOperationException {
      Object[] all =
          takesReceiver()
              ? Stream.concat(Stream.of(receiver), arguments.stream()).toArray()
              : arguments.toArray();
      if (all.length != method.getParameterCount()) {
        throw new AssertionError(
            method
                + " takes "
                + method.getParameterCount()
                + " arguments, given are "
                + all.length);
      }
      return method.invoke(adapter(receiver), all);
    }

    private Object adapter(@Nullable Object receiver) {
      if (!isPerReceiver(type())) {
        return container.get(type());
      }
      if (receiver == null) {
        throw new AssertionError(needsReceiver());
      }
      Object adapter =
          container.perReceiver(type(), receiver.getClass(), maker -> maker).of(receiver);
      if (adapter == null) {
        throw new AssertionError("the adapter of a " + receiver.getClass() + " cannot be built");
      }
      return adapter;
    }
  }
}
