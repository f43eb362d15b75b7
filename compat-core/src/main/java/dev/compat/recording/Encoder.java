package dev.compat.recording;

import dev.compat.evidence.Redaction;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON of values, of which parts that are one object stay one object. For one use by one
 * thread.
 *
 * <p>Null, booleans, texts and ints are themselves; anything else is an object whose first name
 * says what it is. Objects are numbered in the order in which they begin, which is how a {@code
 * ref} names one that was there before; so nothing has to be written to number them.
 */
final class Encoder {

  static final String REF = "ref";
  static final String REDACTED = "redacted";
  static final String ENUM = "enum";
  static final String NAME = "name";
  static final String ARRAY = "array";
  static final String RECORD = "record";
  static final String OBJECT = "object";
  static final String THROWN = "thrown";
  static final String MESSAGE = "message";
  static final String CAUSE = "cause";
  static final String ENUM_SET = "EnumSet";
  static final String ENUM_MAP = "EnumMap";
  static final String OF = "of";
  static final String ORDER = "order";

  /** Marks what no other class can name, or make by its constructor. */
  static final String HIDDEN = "hidden";

  private static final int MOST_VALUES = 10_000;
  private static final int MOST_LEVELS = 100;

  private final Redactor redactor;
  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Boolean> unmade = new IdentityHashMap<>();
  private final Set<String> redacted = new LinkedHashSet<>();
  private final StringBuilder path = new StringBuilder();
  private int values;
  private int depth;

  Encoder(Redactor redactor) {
    this.redactor = redactor;
  }

  /** The paths of what was left out, without keys. */
  List<String> redacted() {
    return List.copyOf(redacted);
  }

  /**
   * Makes JSON of one value.
   *
   * @param root what its path begins with
   * @throws CodecException where that cannot be, with the type that keeps it from being
   */
  @Nullable Object encode(String root, @Nullable Object value) {
    path.setLength(0);
    try {
      return child(root, value);
    } catch (CodecException told) {
      throw told;
    } catch (Exception | LinkageError | StackOverflowError failure) {
      throw new CodecException("reading it failed with " + failure.getClass().getName(), failure);
    }
  }

  private @Nullable Object child(String step, @Nullable Object value) throws Exception {
    int length = path.length();
    path.append(step);
    try {
      return value == null ? null : value(value);
    } finally {
      path.setLength(length);
    }
  }

  private Object value(Object value) throws Exception {
    if (++values > MOST_VALUES) {
      throw new CodecException("more than 10,000 values");
    }
    String placeholder =
        redactor == Redactor.NONE ? null : redactor.placeholder(path.toString(), value);
    if (placeholder != null) {
      redacted.add(Redaction.withoutKeys(path.toString()));
      return node(REDACTED, placeholder);
    }
    if (value instanceof String || value instanceof Integer || value instanceof Boolean) {
      return value;
    }
    if (value instanceof Enum<?> constant) {
      return constant(constant);
    }
    Scalar scalar = Scalar.of(value);
    return scalar == null || scalar.mutable() ? object(value, scalar) : scalar(value, scalar);
  }

  private static Object scalar(Object value, Scalar scalar) throws Exception {
    Object written = scalar.write().write(value);
    if (value instanceof ZonedDateTime && !scalar.read().read(written).equals(value)) {
      throw new CodecException("a java.time.ZonedDateTime that its text does not tell");
    }
    return node(scalar.tag(), written);
  }

  private static Map<String, @Nullable Object> node(String tag, @Nullable Object content) {
    Map<String, @Nullable Object> node = new LinkedHashMap<>();
    node.put(tag, content);
    return node;
  }

  private static Object constant(Enum<?> constant) {
    Map<String, @Nullable Object> node = node(ENUM, constant.getDeclaringClass().getName());
    node.put(NAME, constant.name());
    return marked(node, isNameable(constant.getDeclaringClass()));
  }

  private static Object marked(Map<String, @Nullable Object> node, boolean isNameable) {
    if (!isNameable) {
      node.put(HIDDEN, true);
    }
    return node;
  }

  /** Whether code of any package can name the class, with dots where its name has dollars. */
  private static boolean isNameable(Class<?> type) {
    for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
      if (!Modifier.isPublic(each.getModifiers())) {
        return false;
      }
    }
    return type.getName().replace('$', '.').equals(type.getCanonicalName());
  }

  private Object object(Object value, @Nullable Scalar scalar) throws Exception {
    Integer known = numbers.get(value);
    if (known != null) {
      if (unmade.containsKey(value)) {
        throw new CodecException("a " + value.getClass().getTypeName() + " that holds itself");
      }
      return node(REF, known);
    }
    if (depth == MOST_LEVELS) {
      throw new CodecException("nested deeper than " + MOST_LEVELS + " levels");
    }
    numbers.put(value, numbers.size());
    depth++;
    try {
      return scalar == null ? compound(value) : node(scalar.tag(), scalar.write().write(value));
    } finally {
      depth--;
    }
  }

  private Object compound(Object value) throws Exception {
    if (value.getClass().isArray()) {
      return array(value);
    }
    if (value instanceof EnumSet<?> set) {
      return enumSet(set);
    }
    if (value instanceof EnumMap<?, ?> map) {
      return enumMap(map);
    }
    Holder holder = Holder.of(value);
    if (holder != null) {
      return holder.empty() == null
          ? unmade(value, () -> holder(value, holder))
          : holder(value, holder);
    }
    if (value instanceof Record) {
      return unmade(value, () -> record(value));
    }
    return value instanceof Throwable thrown
        ? unmade(value, () -> thrown(thrown))
        : fields(node(OBJECT, value.getClass().getName()), value);
  }

  private interface Writing {
    Object write() throws Exception;
  }

  /** What is made of its parts cannot be one of them. */
  private Object unmade(Object value, Writing writing) throws Exception {
    unmade.put(value, true);
    Object written = writing.write();
    unmade.remove(value);
    return written;
  }

  private Object array(Object array) throws Exception {
    Class<?> of = array.getClass().getComponentType();
    Map<String, @Nullable Object> node = node(ARRAY, of.getName());
    node.put(OF, of.isPrimitive() ? primitives(array) : elements(Arrays.asList((Object[]) array)));
    return node;
  }

  private Object primitives(Object array) {
    if (array instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (array instanceof char[] chars) {
      return new String(chars);
    }
    int length = Array.getLength(array);
    values += length / 16;
    boolean asText = array instanceof double[] || array instanceof float[];
    List<Object> all = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      all.add(asText ? Array.get(array, i).toString() : Array.get(array, i));
    }
    return all;
  }

  private List<@Nullable Object> elements(List<?> all) throws Exception {
    List<@Nullable Object> elements = new ArrayList<>();
    for (Object element : all) {
      elements.add(child("", element));
    }
    return elements;
  }

  /** A key is at the place of the map, what it leads to by its name. */
  private List<@Nullable Object> entries(List<?> all) throws Exception {
    List<@Nullable Object> entries = new ArrayList<>();
    for (int i = 0; i < all.size(); i += 2) {
      Object key = all.get(i);
      entries.add(child("", key));
      entries.add(child(Redaction.below("", key), all.get(i + 1)));
    }
    return entries;
  }

  private Object enumSet(EnumSet<?> set) {
    EnumSet<?> others = set.isEmpty() ? EnumSet.complementOf(set) : set;
    if (others.isEmpty()) {
      throw new CodecException("a java.util.EnumSet of an enum without constants");
    }
    Map<String, @Nullable Object> node =
        node(ENUM_SET, others.iterator().next().getDeclaringClass().getName());
    node.put(OF, set.stream().map(Enum::name).toList());
    return node;
  }

  /** An empty one does not tell of which enum it is. */
  private Object enumMap(EnumMap<?, ?> map) throws Exception {
    if (map.isEmpty()) {
      throw new CodecException("a java.util.EnumMap without entries");
    }
    Map<String, @Nullable Object> node =
        node(ENUM_MAP, map.keySet().iterator().next().getDeclaringClass().getName());
    node.put(OF, entries(Holder.held(map)));
    return node;
  }

  private Object holder(Object value, Holder holder) throws Exception {
    List<?> held = Holder.held(value);
    Map<String, @Nullable Object> node =
        node(holder.tag(), Holder.holdsKeys(value) ? entries(held) : elements(held));
    String order = Holder.order(value);
    if (order != null) {
      node.put(ORDER, order);
    }
    return node;
  }

  private Object record(Object value) throws Exception {
    Class<?> type = value.getClass();
    if (!Fields.isOfAnApplication(type) || type.isHidden()) {
      throw new CodecException(type.getTypeName());
    }
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Field field = type.getDeclaredField(component.getName());
      if (!field.trySetAccessible()) {
        throw new CodecException(type.getTypeName() + ", whose module is not open");
      }
      parts.put(field.getName(), child("." + field.getName(), field.get(value)));
    }
    Map<String, @Nullable Object> node = node(RECORD, type.getName());
    node.put(OF, parts);
    return marked(node, isNameable(type) && isMadeByName(type));
  }

  /** Whether {@code new} and its parts, whatever they are, name its canonical constructor. */
  private static boolean isMadeByName(Class<?> type) throws NoSuchMethodException {
    Constructor<?> canonical = canonical(type);
    return Modifier.isPublic(canonical.getModifiers())
        && type.getTypeParameters().length == 0
        && Arrays.stream(type.getDeclaredConstructors())
                .filter(other -> other.getParameterCount() == canonical.getParameterCount())
                .count()
            == 1;
  }

  static Constructor<?> canonical(Class<?> type) throws NoSuchMethodException {
    return type.getDeclaredConstructor(
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new));
  }

  private Object thrown(Throwable thrown) throws Exception {
    Class<?> type = thrown.getClass();
    Map<String, @Nullable Object> node = node(THROWN, type.getName());
    node.put(MESSAGE, child(".message", message(thrown)));
    node.put(CAUSE, child(".cause", thrown.getCause()));
    return Fields.isOfAnApplication(type) ? fields(node, thrown) : node;
  }

  /**
   * What one that is made again will say. One of the JDK that makes its message of its own fields,
   * which are out of reach, would say something else.
   */
  private static @Nullable String message(Throwable thrown) throws NoSuchMethodException {
    Class<?> says = thrown.getClass().getMethod("getMessage").getDeclaringClass();
    if (says != Throwable.class
        && says != NullPointerException.class
        && !Fields.isOfAnApplication(says)) {
      throw new CodecException(thrown.getClass().getTypeName());
    }
    return thrown.getMessage();
  }

  private Object fields(Map<String, @Nullable Object> node, Object value) throws Exception {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    for (Map.Entry<String, Field> field : Fields.of(value.getClass()).all().entrySet()) {
      parts.put(field.getKey(), child("." + field.getKey(), field.getValue().get(value)));
    }
    node.put(OF, parts);
    return node;
  }
}
