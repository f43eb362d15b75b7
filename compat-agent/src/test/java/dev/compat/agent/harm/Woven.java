package dev.compat.agent.harm;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Our agent: a legacy class that knows nothing of it, and a plugin with an adapter for each
 * promise.
 */
public final class Woven implements Contender {

  static final String LEGACY = "legacy.Legacy";

  @Override
  public Arm shadow(Promise promise) throws Exception {
    MethodHandle method =
        MethodHandles.publicLookup()
            .findStatic(
                Class.forName(LEGACY),
                method(promise),
                MethodType.methodType(Object.class, List.class));
    return given -> call(method, given);
  }

  private static Object call(MethodHandle method, List<Object> given) throws IOException {
    try {
      return (Object) method.invokeExact(given);
    } catch (IOException | RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable undeclared) {
      throw new IllegalStateException(undeclared);
    }
  }

  /** The legacy class: a static method for each promise. */
  static String legacySource() {
    return Arrays.stream(Promise.values())
        .map(
            promise ->
                """
                  public static Object %s(java.util.List given) throws java.io.IOException {
                    return dev.compat.agent.harm.Sides.legacy("%s", given);
                  }
                """
                    .formatted(method(promise), promise))
        .collect(Collectors.joining("", "package legacy;\npublic class Legacy {\n", "}\n"));
  }

  /** The adapter for one promise, whose migration has its name. */
  static String adapterSource(Promise promise) {
    String field =
        promise == Promise.NOT_INITIALISED
            ? "static final Object BROKEN = dev.compat.agent.harm.Sides.fail();"
            : "";
    return """
    package replacement;
    import dev.compat.*;
    @Replaces(value = legacy.Legacy.class, migration = "%1$s")
    @Effects(replacement = Effect.NONE)
    final class %1$s {
      %2$s
      Object %3$s(java.util.List given) throws java.io.IOException {
        return dev.compat.agent.harm.Sides.replacement("%1$s", given);
      }
    }
    """
        .formatted(promise, field, method(promise));
  }

  /** The module of the plugin: the rules in code. */
  static String moduleSource() {
    return Arrays.stream(Promise.values())
        .filter(Promise::hasRule)
        .map(
            promise ->
                """
                    comparing("%1$s", dev.compat.compare.CompareRules.builder()
                        .normalise(String.class,
                            text -> dev.compat.agent.harm.Sides.normalise("%1$s", text))
                        .build());
                """
                    .formatted(promise))
        .collect(
            Collectors.joining(
                "",
                """
                package replacement;
                public final class Rules extends dev.compat.CompatModule {
                  @Override protected void configure() {
                """,
                "  }\n}\n"));
  }

  private static String method(Promise promise) {
    return promise.name().toLowerCase(Locale.ROOT);
  }
}
