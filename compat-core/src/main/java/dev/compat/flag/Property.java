package dev.compat.flag;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * One property of objects of any class. How a class gives it is kept in that class, so that its
 * loader can go.
 */
final class Property implements Step {
  private final String name;
  private final ClassValue<@Nullable MethodHandle> handles;

  Property(String name) {
    this.name = name;
    this.handles =
        new ClassValue<>() {
          @Override
          protected @Nullable MethodHandle computeValue(Class<?> type) {
            return Accessors.ofProperty(type, name);
          }
        };
  }

  @Override
  public @Nullable Object of(Object target) throws Throwable {
    MethodHandle handle = handles.get(target.getClass());
    if (handle == null) {
      throw new Reader.Unreadable(
          target.getClass().getName() + " has no accessible property '" + name + "'");
    }
    return (Object) handle.invokeExact(target);
  }
}
