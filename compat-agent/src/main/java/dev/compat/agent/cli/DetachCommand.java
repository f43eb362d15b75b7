package dev.compat.agent.cli;

import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.order.Order;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code detach}: has the agent leave a running JVM. */
@Command(
    name = "detach",
    description = {
      "Has the agent leave a running JVM, however it got there. First everything goes to legacy;"
          + " then the legacy classes get their own instructions back, trials end, calls that are"
          + " inside a replacement are awaited, and what plugins have built is closed.",
      "Exits 1 when no agent is attached, or when something is left behind, such as a service that"
          + " could not be closed, or when a migration has a floor: legacy must not answer there"
          + " again, so nothing is changed. When a call was still inside a replacement after --wait,"
          + " everything is at legacy all the same, and 'detach' may be given again."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar detach 4711",
      "  java -jar compat-agent.jar detach 4711 --wait 2m"
    })
final class DetachCommand implements Callable<Integer> {

  /** What the JVM may take for the rest. */
  private static final Duration REST = Duration.ofSeconds(30);

  @Parameters(paramLabel = "PID", description = "The process number of the JVM.")
  private long pid;

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Deciding.Time.class,
      description = "How long to wait for calls inside a replacement: 10s, 2m; default 10s.")
  private Duration patience = Duration.ofSeconds(10);

  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    try {
      return detach();
    } catch (NoClassDefFoundError noAttach) {
      throw Errand.withoutAttach();
    }
  }

  private int detach() {
    Order order = new Order(Order.Verb.DETACH, Jar.own(), null, null, List.of(), patience, null);
    Acknowledgement said = new Errand(Jvm.of(pid), order, patience.plus(REST)).run();
    if (answer.json()) {
      answer.json(said);
    } else {
      text(said, answer.out());
    }
    return switch (said.outcome()) {
      case DONE -> said.notes().isEmpty() ? Cli.GOOD : Cli.NO;
      case NO -> Cli.NO;
      case FAILED -> Cli.NOT_ASKED;
    };
  }

  private void text(Acknowledgement said, PrintWriter out) {
    out.println("process " + pid + ": " + said.message());
    said.classes()
        .forEach(one -> out.println("restored     " + one.name() + " in " + one.loader()));
    said.notes().forEach(note -> out.println("left behind  " + note));
  }
}
