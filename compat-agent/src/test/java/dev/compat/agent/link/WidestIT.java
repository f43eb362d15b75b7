package dev.compat.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.plugin.Plugin;
import dev.compat.agent.weave.ObservedClass;
import dev.compat.agent.workbench.Workbench;
import dev.compat.config.CompatConfig;
import dev.compat.config.Observed;
import dev.compat.evidence.Evidence;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.state.MigrationStatus.Arming;
import java.compat.Boot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A method with as many arguments as can be woven takes every route: handles have limits too. */
class WidestIT {

  private static final String LEGACY =
      """
      package app;
      public class Legacy {
        public static String ints(INTS) { return "legacy"; }
        public static String longs(LONGS) { return "legacy"; }
        public String bound(BOUND) { return "legacy"; }
      }
      """;
  private static final String CALLS =
      """
      package app;
      public class Calls {
        public static java.util.function.Supplier<String> all() {
          return () -> Legacy.ints(INT_VALUES)
              + " " + Legacy.longs(LONG_VALUES)
              + " " + new Legacy().bound(BOUND_VALUES);
        }
      }
      """;
  private static final String ADAPTER =
      """
      package plug;
      import dev.compat.*;
      @Replaces(value = app.Legacy.class, migration = "wide")
      @Effects(replacement = Effect.NONE, legacy = Effect.NONE)
      class Adapter {
        String ints(INTS) { return "new"; }
        String longs(LONGS) { return "new"; }
        String bound(BOUND) { return "new"; }
      }
      """;

  @TempDir Path folder;
  private final long failuresBefore = Boot.failures();
  private LegacyLinker linker;

  @AfterEach
  void uninstall() {
    Boot.uninstall(linker);
  }

  @Test
  void the_widest_methods_take_every_route() throws Exception {
    Workbench bench = new Workbench(folder);
    Map<String, byte[]> classes = Workbench.compile(List.of(), filled(LEGACY), filled(CALLS));
    Path app = bench.pack("app.jar", classes, Map.of());
    Path jar = bench.plugin("plugin.jar", List.of(app), List.of(), filled(ADAPTER));
    Plugin plugin =
        Plugin.read(new CompatConfig.Plugin(jar, null, "compat.yaml:1"), new ArrayList<>());
    List<Plugin> plugins = List.of(Objects.requireNonNull(plugin));
    Armory armory = new Armory(plugins, new Evidence(false), (name, loader) -> null, null);
    linker = new LegacyLinker(new Workshop(armory, null, Thread::new));
    assertThat(Boot.install(linker)).isTrue();
    Supplier<?> call = call(new WovenLoader(classes, "wide"));

    assertThat(call.get()).isEqualTo("legacy legacy legacy");
    follow("{route: new}");
    while (linker.standings().get("wide").arming() != Arming.ARMED) {
      follow("{route: new}");
      Thread.sleep(5);
    }
    assertThat(call.get()).isEqualTo("new new new");
    follow("{route: shadow}");
    assertThat(call.get()).isEqualTo("legacy legacy legacy");
    follow("{route: fallback}");
    assertThat(call.get()).isEqualTo("new new new");
    follow("{route: verify}");
    assertThat(call.get()).isEqualTo("new new new");
    follow("{route: new, record: false}");
    assertThat(call.get()).isEqualTo("new new new");
    follow("{context: {a: 'arg(0)'}, route: legacy, rules: [{when: {a: [x]}, route: new}]}");
    assertThat(call.get()).isEqualTo("legacy legacy legacy");
    assertThat(linker.problems()).isEmpty();
    assertThat(Boot.failures()).isEqualTo(failuresBefore);
  }

  @Test
  void the_widest_methods_are_observed() throws Exception {
    Map<String, byte[]> classes = Workbench.compile(List.of(), filled(LEGACY), filled(CALLS));
    Evidence evidence = new Evidence(false);
    List<Observed> observed = List.of(Observed.of("app.Legacy", "a test"));
    Observing observing = new Observing(ObservedClass.of(observed), List.of(), evidence);
    Armory armory = new Armory(List.of(), evidence, (name, loader) -> null, null);
    linker = new LegacyLinker(new Workshop(armory, null, Thread::new, observing));
    Boot.install(linker);
    assertThat(linker.observe(true)).isTrue();
    Supplier<?> call = call(new WovenLoader(classes, ObservedClass.GATE));

    assertThat(call.get()).isEqualTo("legacy legacy legacy");
    assertThat(call.get()).isEqualTo("legacy legacy legacy");

    assertThat(evidence.observed()).hasSize(3).allMatch(one -> one.calls() == 2);
    assertThat(evidence.observed()).allMatch(one -> one.sample().count() > 0);
    assertThat(evidence.observed()).allMatch(one -> one.contained().isEmpty());
    assertThat(linker.problems()).isEmpty();
    assertThat(Boot.failures()).isEqualTo(failuresBefore);
  }

  private static Supplier<?> call(WovenLoader application) throws ReflectiveOperationException {
    Class<?> calls = Class.forName("app.Calls", true, application);
    return (Supplier<?>) calls.getMethod("all").invoke(null);
  }

  private void follow(String text) throws Exception {
    Flag flag = Flags.parse("flags: {wide: " + text + "}", "flags.yaml").flag("wide");
    linker.follow(name -> flag);
  }

  private static String filled(String source) {
    return source
        .replace("INTS", parameters("int", 249))
        .replace("LONGS", parameters("long", 124))
        .replace("BOUND)", parameters("int", 249) + ")")
        .replace("INT_VALUES", values(249))
        .replace("LONG_VALUES", values(124))
        .replace("BOUND_VALUES", values(249));
  }

  private static String parameters(String type, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> type + " a" + i)
        .collect(Collectors.joining(", "));
  }

  private static String values(int count) {
    return IntStream.range(0, count).mapToObj(i -> "" + i).collect(Collectors.joining(", "));
  }
}
