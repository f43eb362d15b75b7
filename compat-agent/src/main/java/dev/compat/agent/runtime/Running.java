package dev.compat.agent.runtime;

import dev.compat.agent.log.AgentLog;
import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.order.Acknowledgement.Outcome;
import dev.compat.agent.order.Order;
import dev.compat.config.CompatConfig;
import dev.compat.control.Control;
import dev.compat.control.Rinse;
import dev.compat.evidence.Evidence;
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

  /** Stays in the system class loader whatever happens. */
  private static final String ENTRY = "dev.compat.agent.CompatAgent";

  private static final Logger log = LoggerFactory.getLogger(Running.class);

  private final CompatConfig config;
  private final @Nullable Weaving weaving;
  private final Status status;
  private final Control control;
  private final Evidence evidence;

  /**
   * The agent once everything is in place.
   *
   * @param weaving null where there is nothing to weave
   */
  Running(
      CompatConfig config,
      @Nullable Weaving weaving,
      Status status,
      Control control,
      Evidence evidence) {
    this.config = config;
    this.weaving = weaving;
    this.status = status;
    this.control = control;
    this.evidence = evidence;
  }

  /** Obeys an order, and says whether the agent still runs. Throws nothing. */
  @Override
  public boolean test(Map<String, String> text) {
    Order order = Order.of(text);
    if (order.verb() == Order.Verb.ATTACH) {
      refuse(order);
      return true;
    }
    try {
      return Apart.call("compat-detach", () -> detach(order));
    } catch (Exception failure) {
      log.error("not detached, though everything is at legacy", failure);
      Answers.give(order, Acknowledgement.failed("not detached: " + failure, List.of()));
      return true;
    }
  }

  private void refuse(Order order) {
    Path wanted = order.config();
    log.error(
        "attached already, so {} is ignored; attach the agent once",
        wanted == null ? "another configuration" : wanted);
    Answers.give(order, Acknowledgement.no("attached already, with " + config.file()));
  }

  private boolean detach(Order order) throws InterruptedException {
    Departure departure = new Departure(weaving, control, evidence, order.patience());
    boolean isGone = departure.run();
    if (isGone) {
      log.info("detached");
      AgentLog.close();
    }
    Answers.give(
        order,
        new Acknowledgement(
            isGone ? Outcome.DONE : Outcome.NO,
            isGone ? "detached" : "not yet detached, though everything is at legacy; detach again",
            config.file().toString(),
            null,
            departure.restored(),
            List.of(),
            departure.notes()));
    if (isGone) {
      rinse(); // last: any record or text of ours undoes it
    }
    return !isGone;
  }

  private static void rinse() {
    try {
      Rinse.handles(ClassLoader.getSystemClassLoader().loadClass(ENTRY));
    } catch (ClassNotFoundException elsewhere) {
      log.debug("a type of ours may stay in a handle of the JDK's", elsewhere);
    }
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
