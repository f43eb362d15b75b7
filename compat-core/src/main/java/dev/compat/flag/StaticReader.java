package dev.compat.flag;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Reads what a static method of the application returns. */
final class StaticReader implements Reader {
  private final ReaderSpec.StaticCall spec;
  private final LoadedMethod method;

  StaticReader(ReaderSpec.StaticCall spec, ClassFinder finder) {
    this.spec = spec;
    this.method =
        new LoadedMethod(spec.type(), finder, owner -> Accessors.ofStatic(owner, spec.method()));
  }

  @Override
  public @Nullable Object read(CallContext call) throws Throwable {
    MethodHandle handle = method.get();
    if (handle == null) {
      throw unreadable();
    }
    return (Object) handle.invokeExact();
  }

  private Unreadable unreadable() {
    return new Unreadable(
        method.isLacking()
            ? spec.type() + " has no accessible static method " + spec.method() + "() with a result"
            : "class " + spec.type() + " is not loaded");
  }
}
