package dev.compat.agent.runtime;

import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.order.Acknowledgement.Outcome;
import dev.compat.agent.order.Order;
import dev.compat.background.Log;
import dev.compat.config.CompatConfig;
import dev.compat.control.Control;
import dev.compat.control.Rinse;
import dev.compat.evidence.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The agent as it runs in this process: takes further orders. Called by one thread at a time, under
 * the monitor of the entry point.
 */
final class Running implements Predicate<Map<String, String>> {

  /** Stays in the system class loader whatever happens. */
  private static final String ENTRY = "dev.compat.agent.CompatAgent";

  /** How long what plugins have built may take to be closed. */
  private static final Duration CLOSING = Duration.ofSeconds(10);

  /** How long it may take until flags as they are now have been read. */
  private static final Duration FLAGS = Duration.ofSeconds(2);

  private static final Log log = Log.of(Running.class);

  private final CompatConfig config;
  private final @Nullable Weaving weaving;
  private final Status status;
  private final Control control;
  private final Evidence evidence;
  private @Nullable Leaving leaving;

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

  /**
   * Obeys an order, and says whether the agent still runs. Throws nothing. An order to attach that
   * finds the agent gone is left to whoever gave it.
   */
  @Override
  public boolean test(Map<String, String> text) {
    try {
      return Apart.call("compat-order", () -> obey(Order.of(text)));
    } catch (Exception failure) {
      log.error("an order was not obeyed", failure);
      return true;
    }
  }

  private boolean obey(Order order) throws InterruptedException {
    if (order.verb() == Order.Verb.DETACH) {
      Answers.give(order, detach(order));
    } else if (!hasLeft()) {
      refuse(order);
    }
    if (hasLeft()) {
      Log.flush();
      rinse(); // last: any record or text of ours undoes it
      return false;
    }
    return true;
  }

  private void refuse(Order order) {
    Path wanted = order.config();
    log.error(
        "attached already, so {} is ignored; attach the agent once",
        wanted == null ? "another configuration" : wanted);
    Answers.give(order, Acknowledgement.no("attached already, with " + config.file()));
  }

  private boolean hasLeft() {
    return leaving != null && leaving.hasLeft();
  }

  /** On a thread of its own: code of a plugin's that hangs must not hold up the JVM's listener. */
  private Acknowledgement detach(Order order) throws InterruptedException {
    Leaving last = leaving;
    String refusal = last == null ? refusal() : null;
    if (refusal != null) {
      log.error(refusal);
      return Acknowledgement.no(refusal);
    }
    if (last == null || last.isOver()) {
      last = Leaving.start(new Departure(weaving, control, evidence, order.patience()));
      leaving = last;
    }
    return last.await(order.patience().plus(CLOSING)).acknowledge(config.file());
  }

  /** Without the agent legacy answers, so it stays where a floor says that legacy must not. */
  private @Nullable String refusal() throws InterruptedException {
    control.await(FLAGS);
    List<String> kept = control.kept();
    return kept.isEmpty()
        ? null
        : "not detached, nothing was changed: " + String.join("; ", kept) + ", and detach again";
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
