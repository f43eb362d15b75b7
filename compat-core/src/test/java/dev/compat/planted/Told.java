package dev.compat.planted;

import dev.compat.compare.Outcome;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An outcome as texts by their paths: a slow, plain second opinion on what differs. */
@SuppressWarnings("JavaUtilDate")
final class Told {

  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Integer.class,
          Long.class,
          Double.class,
          Boolean.class,
          Byte.class,
          UUID.class,
          Object.class);

  private final SortedMap<String, String> texts = new TreeMap<>();
  private final IdentityHashMap<Object, String> above = new IdentityHashMap<>();

  private Told() {}

  static SortedMap<String, String> of(Outcome outcome) throws Exception {
    Told told = new Told();
    told.tell(
        outcome.hasThrown() ? "thrown" : "result",
        outcome.hasThrown() ? outcome.thrown() : outcome.value());
    told.tell("this", outcome.receiver());
    for (int i = 0; i < outcome.arguments().size(); i++) {
      told.tell("arg(" + i + ")", outcome.arguments().get(i));
    }
    return told.texts;
  }

  private void tell(String path, Object value) throws Exception {
    if (value == null || isPlain(value)) {
      texts.put(path, value == null ? "null" : value.getClass().getSimpleName() + " " + value);
    } else if (above.containsKey(value)) {
      texts.put(path, "back to " + above.get(value));
    } else {
      above.put(value, path);
      tellParts(path, value);
      above.remove(value);
    }
  }

  private static boolean isPlain(Object value) {
    Class<?> type = value.getClass();
    return type.getName().startsWith("java.time.")
        || type.getName().startsWith("java.math.")
        || PLAIN.contains(type)
        || value instanceof Enum;
  }

  private void tellParts(String path, Object value) throws Exception {
    if (value instanceof CharSequence text) {
      texts.put(path, "text " + text);
    } else if (value instanceof Date date) {
      texts.put(path, "date " + date.getTime());
    } else if (value instanceof Optional<?> optional) {
      tell(path, optional.isPresent() ? optional.get() : "nothing");
    } else if (value instanceof CompletableFuture<?> future) {
      tellFuture(path, future);
    } else if (value instanceof Throwable thrown) {
      tellThrown(path, thrown);
    } else if (value.getClass().isArray()) {
      tellArray(path, value);
    } else if (value instanceof Collection<?> || value instanceof Map<?, ?>) {
      tellContainer(path, value);
    } else if (value.getClass().isSynthetic() || value.getClass().getClassLoader() == null) {
      texts.put(path, "function");
    } else {
      tellFields(path, value);
    }
  }

  private void tellFuture(String path, CompletableFuture<?> future) throws Exception {
    try {
      tell(path, future.join());
    } catch (CompletionException failed) {
      tell(path + ".failure", failed.getCause());
    }
  }

  private void tellThrown(String path, Throwable thrown) throws Exception {
    texts.put(path, thrown.getClass().getName());
    boolean ofTheMachine =
        thrown instanceof NullPointerException
            && String.valueOf(thrown.getMessage()).contains("\"");
    texts.put(path + ".message", ofTheMachine ? "" : String.valueOf(thrown.getMessage()));
    tell(path + ".cause", thrown.getCause());
  }

  private void tellArray(String path, Object array) throws Exception {
    texts.put(path, array.getClass().getSimpleName() + " of " + Array.getLength(array));
    for (int i = 0; i < Array.getLength(array); i++) {
      tell(path + "[" + i + "]", Array.get(array, i));
    }
  }

  private void tellContainer(String path, Object value) throws Exception {
    if (value instanceof List<?> list) {
      texts.put(path, "list of " + list.size());
      for (int i = 0; i < list.size(); i++) {
        tell(path + "[" + i + "]", list.get(i));
      }
    } else if (value instanceof Map<?, ?> map) {
      texts.put(path, "map");
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        tell(path + "[" + entry.getKey() + "]", entry.getValue());
      }
    } else {
      texts.put(path, "set of " + elements((Set<?>) value));
    }
  }

  private static List<String> elements(Set<?> set) throws Exception {
    List<String> elements = new ArrayList<>();
    for (Object element : set) {
      Told told = new Told();
      told.tell("", element);
      elements.add(told.texts.toString());
    }
    return elements.stream().sorted().toList();
  }

  private void tellFields(String path, Object value) throws Exception {
    texts.put(path, value.getClass().getName());
    for (Class<?> type = value.getClass();
        type != Object.class && type != Record.class;
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        int left = Modifier.STATIC | Modifier.TRANSIENT;
        if ((field.getModifiers() & left) == 0 && !field.getName().equals("hash")) {
          field.setAccessible(true);
          tell(path + "." + field.getName(), field.get(value));
        }
      }
    }
  }
}
