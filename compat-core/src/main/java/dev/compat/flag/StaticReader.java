package dev.compat.flag;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Reads what a static method of the application returns. */
final class StaticReader implements Reader {
  private final ReaderSpec.StaticCall spec;
  private final LoadedClass type;
  private final ClassValue<@Nullable MethodHandle> handles;

  StaticReader(ReaderSpec.StaticCall spec, ClassFinder finder) {
    this.spec = spec;
    this.type = new LoadedClass(spec.type(), finder);
    this.handles =
        new ClassValue<>() {
          @Override
          protected @Nullable MethodHandle computeValue(Class<?> owner) {
            return Accessors.ofStatic(owner, spec.method());
          }
        };
  }

  @Override
  public @Nullable Object read(CallContext call) throws Throwable {
    Class<?> owner = type.get();
    if (owner == null) {
      throw new Unreadable("class " + spec.type() + " is not loaded");
    }
    MethodHandle handle = handles.get(owner);
    if (handle == null) {
      throw new Unreadable(
          spec.type() + " has no accessible static method " + spec.method() + "() with a result");
    }
    return (Object) handle.invokeExact();
  }
}
