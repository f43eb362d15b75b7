package dev.compat.recording;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of what an {@link Encoder} has written. For one use by one thread.
 *
 * <p>Objects are made without their constructors, and no method of theirs is called to restore
 * them. What runs of the application's is: static initialisers, canonical constructors of records,
 * and {@code equals}, {@code hashCode} and {@code compareTo} of elements and keys; nothing of a
 * class that is not {@link Trusted} may be within their reach. Of the JDK only the types that
 * {@link Scalar} and {@link Holder} list are made, and throwables; a class with a finalizer is
 * refused. Anything is put only where its declared type lets it be.
 */
@SuppressWarnings({"unchecked", "rawtypes"}) // enums by their names
final class Decoder {

  private static final Map<String, Class<?>> PRIMITIVES = new LinkedHashMap<>();

  static {
    for (Class<?> type :
        List.of(
            boolean.class,
            byte.class,
            short.class,
            char.class,
            int.class,
            long.class,
            float.class,
            double.class,
            void.class)) {
      PRIMITIVES.put(type.getName(), type);
    }
  }

  private final ClassLoader loader;
  private final List<@Nullable Object> made = new ArrayList<>();

  /** The holders that were filled, with what they hold, the innermost first. */
  private final List<Refill> refills = new ArrayList<>();

  /** The objects that have begun and are not whole yet, by their numbers. */
  private final BitSet begun = new BitSet();

  private final Trusted trusted;
  private boolean isCyclic;

  /** An object that was made, whose code must not run. */
  private @Nullable Class<?> stranger;

  private record Refill(Holder kind, Object holder, List<@Nullable Object> held) {}

  /**
   * A decoder for values that belong together.
   *
   * @param loader sees the classes of the application
   * @param trusted whose code may run
   */
  Decoder(ClassLoader loader, Trusted trusted) {
    this.loader = loader;
    this.trusted = trusted;
  }

  /** Makes the value, or throws a {@link CodecException} that says why not. */
  @Nullable Object decode(@Nullable Object json) {
    try {
      Object value = value(json);
      refill();
      return value;
    } catch (CodecException told) {
      throw told;
    } catch (ClassNotFoundException absent) {
      throw new CodecException(
          "class " + absent.getMessage() + " is not on the class path", absent);
    } catch (Exception | LinkageError | StackOverflowError failure) {
      throw new CodecException("it cannot be made again: " + failure, failure);
    }
  }

  /**
   * What a key hashes to may depend on an object that was not whole when the key was put: where
   * objects hold each other all that hashes is filled once more.
   */
  private void refill() {
    if (isCyclic) {
      for (Refill refill : refills) {
        check(refill.kind, refill.held);
        if (refill.holder instanceof Map<?, ?> map) {
          map.clear();
          Holder.filled(refill.holder, refill.held);
        } else if (refill.holder instanceof java.util.Set<?> set) {
          set.clear();
          Holder.filled(refill.holder, refill.held);
        }
      }
    }
    refills.clear();
  }

  private @Nullable Object value(@Nullable Object json) throws Exception {
    if (!(json instanceof Map<?, ?> map)) {
      if (json instanceof List || json instanceof Long) {
        throw new CodecException("a value that says no type");
      }
      return json;
    }
    Map<String, @Nullable Object> node = (Map<String, @Nullable Object>) map;
    Iterator<String> names = node.keySet().iterator();
    if (!names.hasNext()) {
      throw new CodecException("a value that says no type");
    }
    String tag = names.next();
    return tagged(tag, node, node.get(tag));
  }

  private @Nullable Object tagged(
      String tag, Map<String, @Nullable Object> node, @Nullable Object content) throws Exception {
    return switch (tag) {
      case Encoder.REF -> known(Scalar.integer(content));
      case Encoder.REDACTED -> throw new CodecException("a part of it was redacted");
      case Encoder.ENUM -> Enum.valueOf((Class) enumType(content), text(node, Encoder.NAME));
      case "Class" -> resolve((String) content);
      default -> {
        Scalar scalar = Scalar.tagged(tag);
        yield scalar == null || content == null
            ? compound(tag, node, content)
            : scalar(scalar, content);
      }
    };
  }

  private Object scalar(Scalar scalar, Object json) throws Exception {
    Object value = scalar.read().read(json);
    if (scalar.mutable()) {
      made.add(value);
    }
    return value;
  }

  private @Nullable Object known(int number) {
    Object known = number < made.size() ? made.get(number) : null;
    if (known == null) {
      throw new CodecException("a reference to an object that is not there");
    }
    isCyclic |= begun.get(number);
    return known;
  }

  private Object compound(String tag, Map<String, @Nullable Object> node, @Nullable Object content)
      throws Exception {
    int number = made.size();
    made.add(null);
    begun.set(number);
    Object value = compound(tag, node, content, number);
    begun.clear(number);
    return value;
  }

  private Object compound(
      String tag, Map<String, @Nullable Object> node, @Nullable Object content, int number)
      throws Exception {
    return switch (tag) {
      case Encoder.ARRAY -> array(resolve((String) content), node.get(Encoder.OF), number);
      case Encoder.ENUM_SET -> enumSet(enumType(content), node, number);
      case Encoder.ENUM_MAP -> enumMap(enumType(content), node, number);
      case Encoder.RECORD -> put(number, record(resolve((String) content), node));
      case Encoder.OBJECT -> object(resolve((String) content), node, number);
      case Encoder.THROWN -> put(number, thrown(resolve((String) content), node));
      default -> holder(tag, node, content, number);
    };
  }

  private Object put(int number, Object value) {
    made.set(number, value);
    return value;
  }

  private Object holder(
      String tag, Map<String, @Nullable Object> node, @Nullable Object content, int number)
      throws Exception {
    Holder holder = Holder.tagged(tag);
    if (holder == null) {
      throw new CodecException("'" + tag + "' is no type that a recording knows");
    }
    if (holder.empty() == null) {
      List<@Nullable Object> fixed = values(content);
      check(holder, fixed);
      return put(number, holder.made(fixed));
    }
    String order = (String) node.get(Encoder.ORDER);
    Object empty = order == null ? holder.empty().get() : holder.ordered(order);
    made.set(number, empty);
    List<@Nullable Object> held = values(content);
    check(holder, held);
    refills.add(new Refill(holder, empty, held));
    return Holder.filled(empty, held);
  }

  /**
   * What hashes or sorts asks its elements or keys, and they ask whatever they hold: with anything
   * else than plain values there, all that was made so far may be asked.
   */
  private void check(Holder holder, List<@Nullable Object> held) {
    int step = Map.class.isAssignableFrom(holder.type()) ? 2 : 1;
    for (int i = 0; holder.asks() && i < held.size(); i += step) {
      Object asked = held.get(i);
      if (asked != null && !(asked instanceof Enum) && !isPlain(asked)) {
        checkStranger();
      }
    }
  }

  private static boolean isPlain(Object value) {
    return value instanceof String
        || value instanceof Integer
        || value instanceof Boolean
        || Scalar.of(value) != null;
  }

  private void checkStranger() {
    if (stranger != null) {
      throw untrusted(stranger);
    }
  }

  private static CodecException untrusted(Class<?> type) {
    return new CodecException(
        type.getName()
            + " is of a package that the join point does not name, and its code would run; if the"
            + " recording is trusted, name it in types of @Replay");
  }

  private List<@Nullable Object> values(@Nullable Object json) throws Exception {
    List<@Nullable Object> values = new ArrayList<>();
    for (Object each : list(json)) {
      values.add(value(each));
    }
    return values;
  }

  private static List<@Nullable Object> list(@Nullable Object json) {
    if (json instanceof List<?> list) {
      return (List<@Nullable Object>) list;
    }
    throw new CodecException("a list is missing");
  }

  private static String text(Map<String, @Nullable Object> node, String name) {
    if (node.get(name) instanceof String text) {
      return text;
    }
    throw new CodecException("'" + name + "' is missing");
  }

  private Class<?> enumType(@Nullable Object name) throws ClassNotFoundException {
    Class<?> type = resolve((String) name);
    if (!type.isEnum()) {
      throw new CodecException(type.getName() + " is no enum");
    }
    return type;
  }

  private Class<?> resolve(@Nullable String name) throws ClassNotFoundException {
    if (name == null) {
      throw new CodecException("the name of a class is missing");
    }
    Class<?> primitive = PRIMITIVES.get(name);
    return primitive == null ? Class.forName(name, false, loader) : primitive;
  }

  private Object enumSet(Class<?> type, Map<String, @Nullable Object> node, int number) {
    EnumSet set = EnumSet.noneOf((Class) type);
    for (Object name : list(node.get(Encoder.OF))) {
      set.add(Enum.valueOf((Class) type, (String) name));
    }
    return put(number, set);
  }

  private Object enumMap(Class<?> type, Map<String, @Nullable Object> node, int number)
      throws Exception {
    Object map = put(number, new EnumMap(type));
    return Holder.filled(map, values(node.get(Encoder.OF)));
  }

  private Object array(Class<?> of, @Nullable Object content, int number) throws Exception {
    if (content instanceof String text) {
      return put(number, of == byte.class ? Base64.getDecoder().decode(text) : text.toCharArray());
    }
    List<@Nullable Object> all = list(content);
    Object array = put(number, Array.newInstance(of, all.size()));
    for (int i = 0; i < all.size(); i++) {
      Array.set(array, i, of.isPrimitive() ? primitive(of, all.get(i)) : value(all.get(i)));
    }
    return array;
  }

  private static Object primitive(Class<?> of, @Nullable Object json) {
    if (json instanceof Boolean bool) {
      return bool;
    }
    if (json instanceof String text) {
      return of == double.class ? (Object) Double.valueOf(text) : (Object) Float.valueOf(text);
    }
    long number = Scalar.integral(json);
    if (of == long.class) {
      return number;
    }
    return of == short.class ? (Object) (short) number : (Object) (int) number;
  }

  private Object record(Class<?> type, Map<String, @Nullable Object> node) throws Exception {
    if (!type.isRecord() || !Fields.isOfAnApplication(type)) {
      throw new CodecException(type.getName() + " is no record of an application");
    }
    if (!trusted.covers(type)) {
      throw untrusted(type);
    }
    Map<String, @Nullable Object> parts = parts(node);
    Constructor<?> constructor = Encoder.canonical(type);
    constructor.setAccessible(true);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> part : parts.entrySet()) {
      values.put(part.getKey(), value(part.getValue())); // in this order, by which they are counted
    }
    List<@Nullable Object> arguments = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      arguments.add(part(values, component.getName(), type));
    }
    if (!arguments.stream().allMatch(each -> each == null || isPlain(each))) {
      checkStranger(); // its constructor may ask what it is given
    }
    return constructor.newInstance(arguments.toArray());
  }

  private static Map<String, @Nullable Object> parts(Map<String, @Nullable Object> node) {
    if (node.get(Encoder.OF) instanceof Map<?, ?> parts) {
      return (Map<String, @Nullable Object>) parts;
    }
    throw new CodecException("parts are missing");
  }

  /** A class that has changed since is not what was recorded. */
  private static @Nullable Object part(
      Map<String, @Nullable Object> parts, String name, Class<?> type) {
    if (!parts.containsKey(name)) {
      throw new CodecException(type.getName() + " has '" + name + "', which was not recorded");
    }
    return parts.get(name);
  }

  private Object object(Class<?> type, Map<String, @Nullable Object> node, int number)
      throws Exception {
    if (type.isRecord()
        || type.isEnum()
        || type.isInterface()
        || type.isArray()
        || Throwable.class.isAssignableFrom(type)) {
      throw new CodecException(type.getName() + " is no plain class");
    }
    checkStrange(type);
    Object value = put(number, Fields.of(type).instance());
    restore(value, node);
    return value;
  }

  private void checkStrange(Class<?> type) {
    if (stranger == null && !trusted.covers(type)) {
      stranger = type;
    }
  }

  private void restore(Object value, Map<String, @Nullable Object> node) throws Exception {
    Map<String, @Nullable Object> parts = parts(node);
    Map<String, Field> fields = Fields.of(value.getClass()).all();
    for (String name : fields.keySet()) {
      part(parts, name, value.getClass());
    }
    for (Map.Entry<String, @Nullable Object> part : parts.entrySet()) {
      Field field = fields.get(part.getKey());
      if (field == null) {
        throw new CodecException(
            value.getClass().getName() + " has no '" + part.getKey() + "', which was recorded");
      }
      field.set(value, value(part.getValue()));
    }
  }

  private Object thrown(Class<?> type, Map<String, @Nullable Object> node) throws Exception {
    if (!Throwable.class.isAssignableFrom(type)) {
      throw new CodecException(type.getName() + " is no throwable");
    }
    checkStrange(type);
    String message = (String) value(node.get(Encoder.MESSAGE));
    Throwable cause = (Throwable) value(node.get(Encoder.CAUSE));
    Throwable thrown = Fields.of(type).thrown(message, cause);
    if (node.containsKey(Encoder.OF)) {
      restore(thrown, node);
    }
    return thrown;
  }
}
