package dev.compat.agent.runtime;

import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.order.Mailbox;
import dev.compat.agent.order.Order;
import dev.compat.background.Log;
import java.io.IOException;
import java.nio.file.Path;

/** Tells the command that waits, if one does, what became of its order. */
final class Answers {

  private static final Log log = Log.of(Answers.class);

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
