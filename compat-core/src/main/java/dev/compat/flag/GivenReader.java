package dev.compat.flag;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what the application gives under a name, where it embeds the library. */
final class GivenReader implements Reader {
  private final String name;
  private final ClassFinder finder;

  GivenReader(String name, ClassFinder finder) {
    this.name = name;
    this.finder = finder;
  }

  @Override
  public @Nullable Object read(CallContext call) throws Unreadable {
    Supplier<?> given = finder.given(name);
    if (given == null) {
      throw new Unreadable(
          "nothing is given as '"
              + name
              + "': an application that embeds the library gives it with"
              + " context(\""
              + name
              + "\", ...)");
    }
    return given.get();
  }
}
