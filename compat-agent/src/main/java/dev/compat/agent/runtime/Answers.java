package dev.compat.agent.runtime;

import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.order.Mailbox;
import dev.compat.agent.order.Order;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the command that waits, if one does, what became of its order. */
final class Answers {

  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static void give(Order order, Acknowledgement answer) {
    Path folder = order.folder();
    if (folder == null) {
      return;
    }
    try {
      Mailbox.answer(folder, answer);
    } catch (IOException nobodyWaits) {
      log.warn("the command that ordered this is gone: {}", nobodyWaits.toString());
    }
  }
}
