package dev.compat.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Workplace;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each layer of the application walks the ladder, under load, with the packaged agent there from
 * the start; whatever its route, clients get the replies that they get without an agent.
 */
class OrdersIT {

  private static final long REPLIES = 400;

  private static Application application;
  private static Application twin;
  private static Traffic traffic;
  private static Operator operator;
  private static List<Counts> counted;

  @BeforeAll
  static void start() throws Exception {
    Workplace workplace = Jars.in(Path.of(System.getProperty("workplace")));
    Deployment deployment = Jars.deploy(workplace, "it", Jars.CORRECTED_PLUGIN);
    application =
        Application.start(
            workplace,
            deployment.log(),
            "-javaagent:" + Workplace.AGENT + "=" + deployment.config());
    twin = Application.start(workplace, "it/twin.log");
    traffic = Traffic.on(application, twin);
    operator = new Operator(deployment, application, traffic);
  }

  @AfterAll
  static void stop() throws Exception {
    try (Application first = application;
        Application second = twin;
        Traffic load = traffic) {
      load.stop();
      assertThat(first.quit()).isZero();
      assertThat(second.quit()).isZero();
    }
  }

  @Test
  void layers_without_effects_take_every_rung() throws Exception {
    apply("route: shadow");
    assertThat(counted)
        .allSatisfy(
            counts -> {
              assertThat(counts.compared()).isPositive().isEqualTo(counts.legacy());
              assertThat(counts.replacement() + counts.differ()).isZero();
            });

    apply("route: fallback");
    assertThat(counted).allSatisfy(OrdersIT::newAlone);

    apply("route: verify");
    assertThat(counted)
        .allSatisfy(
            counts -> {
              assertThat(counts.compared()).isPositive().isEqualTo(counts.replacement());
              assertThat(counts.legacy() + counts.differ()).isZero();
            });

    apply("route: new");
    assertThat(counted).allSatisfy(OrdersIT::newAlone);

    apply("route: legacy");
    assertThat(counted).allSatisfy(OrdersIT::legacyAlone);

    assertThat(traffic.ledger().wrong()).isEmpty();
  }

  private static void apply(String route) throws Exception {
    Layer[] layers = Layer.READING.toArray(Layer[]::new);
    Flags flags = new Flags();
    Layer.READING.forEach(layer -> flags.compared(layer, route));
    operator.apply(flags, layers);
    counted = operator.count(REPLIES, layers);
  }

  private static void newAlone(Counts counts) {
    assertThat(counts.replacement()).isPositive();
    assertThat(counts.legacy() + counts.compared()).isZero();
  }

  /** Legacy's calls are not counted while a flag is at legacy for everybody. */
  private static void legacyAlone(Counts counts) {
    assertThat(counts.replacement() + counts.compared()).isZero();
  }
}
