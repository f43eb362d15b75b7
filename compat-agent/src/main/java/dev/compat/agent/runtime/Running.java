package dev.compat.agent.runtime;

import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.order.Acknowledgement.Outcome;
import dev.compat.agent.order.Order;
import dev.compat.config.CompatConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent as it runs in this process: takes further orders. Called by one thread at a time, under
 * the monitor of the entry point.
 */
final class Running implements Predicate<Map<String, String>> {

  private static final Logger log = LoggerFactory.getLogger(Running.class);

  private final CompatConfig config;
  private final @Nullable Weaving weaving;
  private final Status status;

  /**
   * The agent once everything is in place.
   *
   * @param weaving null where there is nothing to weave
   */
  Running(CompatConfig config, @Nullable Weaving weaving, Status status) {
    this.config = config;
    this.weaving = weaving;
    this.status = status;
  }

  /** Obeys an order, and says whether the agent still runs. */
  @Override
  public boolean test(Map<String, String> text) {
    Order order = Order.of(text);
    Path wanted = order.config();
    log.error(
        "attached already, so {} is ignored; attach the agent once",
        wanted == null ? "another configuration" : wanted);
    Answers.give(order, Acknowledgement.no("attached already, with " + config.file()));
    return true;
  }

  /** Says what is woven and what is not, to a command that waits for it. */
  void acknowledge(Order order) {
    List<Acknowledgement.Affected> woven = status.collected();
    if (order.folder() != null) {
      Path state = config.state();
      Answers.give(
          order,
          new Acknowledgement(
              Outcome.DONE,
              "attached",
              config.file().toString(),
              state == null ? null : state.toString(),
              woven,
              weaving == null ? List.of() : weaving.absent(),
              status.problems()));
    }
  }
}
