package dev.compat.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Workplace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Each layer of the application walks the ladder, under load, with the packaged agent there from
 * the start; whatever its route, clients get the replies that they get without an agent.
 */
class OrdersIT {

  private static final long REPLIES = 400;
  private static final Layer[] PURE = {Layer.TAX, Layer.CUSTOMERS};

  private static Application application;
  private static Application twin;
  private static Traffic traffic;
  private static Operator operator;

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

  @AfterEach
  void no_reply_was_wrong() {
    assertThat(traffic.ledger().wrong()).isEmpty();
  }

  @Test
  void layers_without_effects_take_every_rung() throws Exception {
    route("route: shadow", PURE);
    for (Counts shadowed : operator.count(REPLIES, PURE)) {
      assertThat(shadowed.legacy()).isPositive().isEqualTo(shadowed.compared());
      assertThat(shadowed.replacement() + shadowed.differ()).isZero();
    }

    route("route: new", PURE);
    for (Counts answered : operator.count(REPLIES, PURE)) {
      assertThat(answered.replacement()).isPositive();
      assertThat(answered.legacy() + answered.compared()).isZero();
    }

    route("route: legacy", PURE);
    for (Counts answered : operator.count(REPLIES, PURE)) {
      assertThat(answered.replacement()).isZero();
    }
  }

  private static void route(String flag, Layer... layers) throws Exception {
    Flags flags = new Flags();
    for (Layer layer : layers) {
      flags.compared(layer, flag);
    }
    operator.apply(flags, layers);
  }
}
