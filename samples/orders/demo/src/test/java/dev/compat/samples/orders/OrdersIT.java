package dev.compat.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.samples.kit.Await;
import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Heartbeat;
import dev.compat.samples.kit.Workplace;
import java.nio.file.Files;
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

  private static Deployment deployment;
  private static Application application;
  private static Application twin;
  private static Traffic traffic;
  private static Operator operator;
  private static List<Counts> counted;

  @BeforeAll
  static void start() throws Exception {
    Workplace workplace = Jars.in(Path.of(System.getProperty("workplace")));
    deployment = Jars.deploy(workplace, "it", Jars.CORRECTED_PLUGIN);
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
  void every_layer_takes_the_rungs_that_it_may() throws Exception {
    apply("route: shadow", "route: shadow", "route: legacy");
    assertThat(reading())
        .allSatisfy(
            counts -> {
              assertThat(counts.compared()).isPositive().isEqualTo(counts.legacy());
              assertThat(counts.replacement() + counts.differ()).isZero();
            });
    legacyAlone(counts(Layer.ORDERS)); // it writes

    apply("route: fallback", "route: {new: 50}, by: tenant", "route: legacy");
    assertThat(reading()).allSatisfy(OrdersIT::newAlone);
    assertThat(counts(Layer.ORDERS).replacement()).isPositive();
    assertThat(counts(Layer.ORDERS).legacy()).isPositive();

    apply("route: verify", "route: new", "route: legacy");
    assertThat(reading())
        .allSatisfy(
            counts -> {
              assertThat(counts.compared()).isPositive().isEqualTo(counts.replacement());
              assertThat(counts.legacy() + counts.differ()).isZero();
            });
    newAlone(counts(Layer.ORDERS));
    legacyAlone(counts(Layer.NUMBERS));

    traffic.ledger().expectOwnNumbers();
    apply("route: new", "route: legacy", "route: new, floor: new");
    assertThat(reading()).allSatisfy(OrdersIT::newAlone);
    legacyAlone(counts(Layer.ORDERS));
    newAlone(counts(Layer.NUMBERS));

    Files.createFile(deployment.state().resolve("OFF"));
    Await.until(
        "the file OFF to be obeyed",
        () -> Heartbeat.of(deployment, Layer.TAX.toString()).killed() || !application.isAlive());
    counted = operator.count(REPLIES, Layer.values());
    assertThat(reading()).allSatisfy(OrdersIT::legacyAlone);
    legacyAlone(counts(Layer.ORDERS));
    newAlone(counts(Layer.NUMBERS)); // the floor

    assertThat(traffic.ledger().wrong()).isEmpty();
  }

  private static void apply(String reading, String orders, String numbers) throws Exception {
    Flags flags = new Flags().set(Layer.ORDERS, orders).set(Layer.NUMBERS, numbers);
    Layer.READING.forEach(layer -> flags.compared(layer, reading));
    operator.apply(flags, Layer.values());
    counted = operator.count(REPLIES, Layer.values());
  }

  private static List<Counts> reading() {
    return Layer.READING.stream().map(OrdersIT::counts).toList();
  }

  private static Counts counts(Layer layer) {
    return counted.get(List.of(Layer.values()).indexOf(layer));
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
