package dev.compat.agent.cli;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.order.Mailbox;
import dev.compat.agent.order.Order;
import dev.compat.background.DaemonThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes an order to a JVM through the JDK's attach mechanism, and brings the answer back. Gives up
 * on a JVM that hangs, and says so; leaves no file of ours behind in either case.
 */
final class Errand {

  private static final int OLDEST = 17;

  private final Jvm jvm;
  private final Order order;
  private final Duration limit;
  private volatile @Nullable Mailbox mailbox;

  /**
   * Prepares an errand.
   *
   * @param limit how long the JVM may take altogether
   */
  Errand(Jvm jvm, Order order, Duration limit) {
    this.jvm = jvm;
    this.order = order;
    this.limit = limit;
  }

  /**
   * Runs it.
   *
   * @throws Refusal if the JVM could not be asked
   */
  Acknowledgement run() {
    FutureTask<Acknowledgement> task = new FutureTask<>((Callable<Acknowledgement>) this::ask);
    DaemonThreads.daemon("compat-errand", task).start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException hangs) {
      throw jvm.refusal(
          "no answer within " + limit.toSeconds() + " s, so whether it obeys is not known",
          "it may be stopped or busy, or wait for a debugger; look at 'status', or allow more with"
              + " --timeout");
    } catch (ExecutionException failure) {
      throw refusal(Objects.requireNonNullElse(failure.getCause(), failure));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw jvm.refusal("interrupted before it answered", "look at 'status'");
    } finally {
      clear();
    }
  }

  private void clear() {
    Mailbox last = mailbox;
    if (last != null) {
      last.close();
    }
  }

  private Acknowledgement ask() throws Exception {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(jvm.pid()));
    try {
      Properties properties = machine.getSystemProperties();
      requireVersion(properties);
      Mailbox folder = mailbox(Path.of(properties.getProperty("java.io.tmpdir", "")));
      mailbox = folder;
      folder.post(order);
      machine.loadAgent(String.valueOf(order.jar()), "@" + folder.there());
      return answer(folder);
    } finally {
      machine.detach();
    }
  }

  /** Where the JVM keeps temporary files; where this one does if that is no folder. */
  private Mailbox mailbox(Path theirs) throws IOException {
    Path ours = Path.of(System.getProperty("java.io.tmpdir"));
    if (!theirs.isAbsolute()) {
      return Mailbox.create(jvm.root(), ours);
    }
    try {
      return Mailbox.create(jvm.root(), theirs);
    } catch (IOException unusable) {
      return Mailbox.create(jvm.root(), ours);
    }
  }

  void requireVersion(Properties properties) {
    String version = properties.getProperty("java.specification.version", "");
    if (!version.matches("[0-9]+") || Integer.parseInt(version) < OLDEST) {
      throw jvm.refusal(
          "it runs Java " + version + ", Compat needs " + OLDEST + " or later",
          "nothing was changed in it");
    }
  }

  private Acknowledgement answer(Mailbox folder) throws IOException {
    byte[] answer = folder.answer().orElse(null);
    if (answer != null) {
      return new JsonMapper().readValue(answer, Acknowledgement.class);
    }
    String failure = folder.failure().orElse("it said nothing");
    throw jvm.refusal("the agent could not do it: " + failure, "see its standard error");
  }

  private Refusal refusal(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof NoClassDefFoundError) {
      return withoutAttach();
    } else if (message.contains("Dynamic agent loading is not enabled")) {
      return jvm.noLoading();
    } else if (failure instanceof AttachNotSupportedException) {
      return jvm.refusal(
          "it does not take part in attaching (" + message + ")",
          jvm.root().isEmpty()
              ? "it is no JVM, hangs, or was started with -XX:+DisableAttachMechanism"
              : "it has a folder for temporary files of its own; run the command with nsenter -t "
                  + jvm.pid()
                  + " -m, or with the java of JDK 25");
    } else if (failure instanceof AgentLoadException
        || failure instanceof AgentInitializationException) {
      return jvm.refusal(
          "it does not load " + order.jar() + " (" + message + ")", "see its standard error");
    } else if (failure instanceof IOException || failure instanceof JacksonException) {
      return jvm.refusal("the talk with it broke off (" + failure + ")", "see whether it runs");
    }
    throw new IllegalStateException(failure);
  }

  /** What a Java runtime without the attach mechanism is told. */
  static Refusal withoutAttach() {
    return new Refusal(
        "this Java runtime ("
            + System.getProperty("java.home")
            + ") has no module jdk.attach; run the command with the java of a JDK");
  }
}
