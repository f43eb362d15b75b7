package dev.compat.compare;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to take a record apart and put it together again.
 *
 * <p>Kept with the record's class, by {@link ClassValue}, so that it goes when the class goes: it
 * refers to nothing that the class does not.
 */
final class RecordShape {

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  private final List<String> names = new ArrayList<>();
  private final List<Method> accessors = new ArrayList<>();
  private final List<Field> fields = new ArrayList<>();
  private final @Nullable Constructor<?> constructor;

  private RecordShape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    boolean open = true;
    try {
      for (RecordComponent component : components) {
        names.add(component.getName());
        open &= open(component.getAccessor(), accessors);
        open &= open(type.getDeclaredField(component.getName()), fields);
      }
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      constructor = open && canonical.trySetAccessible() ? canonical : null;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("not a record: " + type.getName(), e);
    }
  }

  private static <M extends AccessibleObject> boolean open(M member, List<M> into) {
    into.add(member);
    return member.trySetAccessible();
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  /** Whether the module of the record lets us in. */
  boolean isOpen() {
    return constructor != null;
  }

  List<String> names() {
    return names;
  }

  /** What the record says a component is, by its accessor. */
  @Nullable Object component(Object value, int i) {
    try {
      return accessors.get(i).invoke(value);
    } catch (InvocationTargetException e) {
      throw Obstacle.toAll(
          value.getClass().getName() + "." + names.get(i) + "() failed with " + nameOfCause(e));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String nameOfCause(InvocationTargetException e) {
    Throwable cause = e.getCause();
    return (cause == null ? e : cause).getClass().getName();
  }

  /** What the record holds, by its field. */
  @Nullable Object held(Object value, int i) throws IllegalAccessException {
    return fields.get(i).get(value);
  }

  Object create(@Nullable Object[] components) throws ReflectiveOperationException {
    if (constructor == null) {
      throw new IllegalAccessException("the record is not open");
    }
    return constructor.newInstance(components);
  }
}
