package dev.compat.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.Effect;
import dev.compat.Effects;
import dev.compat.LegacyState;
import dev.compat.Replaces;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AdapterReaderTest {

  @Test
  void a_class_without_the_annotation_is_no_adapter() throws IOException {
    assertThat(AdapterReader.read(classFile(AdapterReaderTest.class), "a.jar")).isNull();
  }

  @Test
  void legacy_and_migration_come_from_the_annotation() throws IOException {
    AdapterClass adapter = read(Declared.class);

    assertThat(adapter.legacy()).isEqualTo(Thread.class.getName());
    assertThat(adapter.migration()).isEqualTo("threads");
    assertThat(adapter.where()).isEqualTo("a.jar");
    assertThat(read(Named.class).legacy()).isEqualTo("com.acme.Legacy$Inner");
  }

  @Test
  void what_it_has_to_do_with_the_state_of_legacy_comes_from_the_annotation() throws IOException {
    assertThat(read(Declared.class).state()).isEqualTo(LegacyState.UNDECLARED);
    assertThat(read(Named.class).state()).isEqualTo(LegacyState.INDEPENDENT);
  }

  @Test
  void private_and_static_methods_are_helpers() throws IOException {
    assertThat(methods(Declared.class)).containsOnlyKeys("safe", "bare", "half", "inherits");
  }

  @Test
  void effects_of_a_method_take_the_place_of_those_of_its_class_defaults_included()
      throws IOException {
    Map<String, AdapterClass.Method> methods = methods(Declared.class);

    assertThat(methods.get("inherits").replacement()).isEqualTo(Effect.NONE);
    assertThat(methods.get("inherits").legacy()).isEqualTo(Effect.NONE);
    assertThat(methods.get("safe").replacement()).isEqualTo(Effect.NONE);
    assertThat(methods.get("bare").replacement()).isEqualTo(Effect.POSSIBLE);
    assertThat(methods.get("half").replacement()).isEqualTo(Effect.POSSIBLE);
    assertThat(methods.get("half").legacy()).isEqualTo(Effect.NONE);
  }

  @Test
  void without_any_declaration_everything_may_have_effects() throws IOException {
    assertThat(methods(Named.class).get("run").replacement()).isEqualTo(Effect.POSSIBLE);
    assertThat(methods(Named.class).get("run").legacy()).isEqualTo(Effect.POSSIBLE);
  }

  @Test
  void calls_of_legacy_are_seen_wherever_the_adapter_makes_them() throws IOException {
    assertThat(read(Calling.class).calls())
        .extracting(MethodRef::name)
        .containsExactlyInAnyOrder("<init>", "interrupt", "isAlive", "getName");
    assertThat(read(Declared.class).calls()).isEmpty();
  }

  @Test
  void an_adapter_that_calls_what_it_replaces_does_not_fit() throws IOException {
    LegacyShape thread = LegacyShape.read(classFile(Thread.class));

    assertThat(Fit.check(read(Calling.class), thread, Hierarchy.BY_NAME))
        .singleElement()
        .hasToString(
            "a.jar: adapter dev.compat.agent.weave.AdapterReaderTest$Calling calls"
                + " java.lang.Thread.interrupt(), which it replaces: with route new it would call"
                + " itself without end; inject an interface with @Original, and call legacy through it");
  }

  private static Map<String, AdapterClass.Method> methods(Class<?> type) throws IOException {
    return read(type).methods().stream()
        .collect(Collectors.toMap(method -> method.ref().name(), Function.identity()));
  }

  private static AdapterClass read(Class<?> type) throws IOException {
    AdapterClass adapter = AdapterReader.read(classFile(type), "a.jar");
    assertThat(adapter).isNotNull();
    return adapter;
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    String file = "/" + type.getName().replace('.', '/') + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      return in.readAllBytes();
    }
  }

  @Replaces(value = Thread.class, migration = "threads")
  @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
  @SuppressWarnings("UnusedMethod")
  static class Declared {
    void inherits() {}

    @Effects(replacement = Effect.NONE)
    void safe() {}

    @Effects
    void bare() {}

    @Effects(legacy = Effect.NONE)
    void half() {}

    private void helper() {}

    static void alsoHelper() {}
  }

  @Replaces(value = Thread.class, migration = "threads")
  @SuppressWarnings("UnusedMethod")
  static class Calling {
    private final Thread legacy = new Thread();

    void interrupt() {
      Runnable hidden = () -> legacy.interrupt();
      hidden.run();
    }

    private boolean helper() {
      Supplier<String> reference = legacy::getName;
      return legacy.isAlive() && reference.get().isEmpty();
    }
  }

  @Replaces(name = "com.acme.Legacy$Inner", state = LegacyState.INDEPENDENT, migration = "inner")
  static class Named {
    void run() {}
  }
}
