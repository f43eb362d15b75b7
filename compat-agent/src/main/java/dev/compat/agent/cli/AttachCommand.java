package dev.compat.agent.cli;

import dev.compat.agent.order.Acknowledgement;
import dev.compat.agent.order.Order;
import dev.compat.config.CompatConfig;
import dev.compat.config.ConfigException;
import dev.compat.config.Problem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attach}: loads the agent into a running JVM. */
@Command(
    name = "attach",
    description = {
      "Attaches the agent to a running JVM of the same user, and says what is woven there. Classes"
          + " that are loaded already are woven too; methods that are running at that moment end"
          + " as they began. Without PID it lists the JVMs.",
      "Checks the configuration first, as 'validate' does, and touches nothing if it is not good."
          + " From JDK 21 on the JVM prints a warning of its own, unless it was started with"
          + " -XX:+EnableDynamicAgentLoading.",
      "Exits 1 when something was left alone, or an agent is attached already."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar attach",
      "  java -jar compat-agent.jar attach 4711 --config compat.yaml",
      "  java -jar compat-agent.jar attach 4711 --observe com.acme.LegacyPricing --state state/",
      "  java -jar compat-agent.jar detach 4711"
    })
final class AttachCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "PID", description = "The process number of the JVM.")
  private @Nullable Long pid;

  @Option(
      names = "--observe",
      arity = "1..*",
      paramLabel = "CLASS",
      description =
          "Measure these legacy classes, or methods as com.acme.LegacyPricing#quote, besides what"
              + " the configuration says; without --config, these alone.")
  private List<String> observe = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Deciding.Time.class,
      description = "How long the JVM may take to answer: 30s, 2m; default 30s.")
  private Duration timeout = Duration.ofSeconds(30);

  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    try {
      return pid == null ? list() : attach(pid);
    } catch (NoClassDefFoundError noAttach) {
      throw Errand.withoutAttach();
    }
  }

  private int list() {
    List<Jvm.Candidate> candidates = Jvm.candidates();
    if (answer.json()) {
      answer.json(candidates);
    } else if (candidates.isEmpty()) {
      answer.out().println("no JVM of this user is to be seen here");
    } else {
      Table table = new Table("pid", "main class");
      candidates.forEach(one -> table.row(one.pid(), one.main()));
      table.lines().forEach(answer.out()::println);
    }
    return candidates.isEmpty() ? Cli.NO : Cli.GOOD;
  }

  private int attach(long number) {
    Order order = order();
    requireGood(order);
    Jvm jvm = Jvm.of(number);
    Acknowledgement said = new Errand(jvm, order, timeout).run();
    if (answer.json()) {
      answer.json(said);
    } else {
      text(number, said, answer.out());
    }
    return code(said);
  }

  private Order order() {
    boolean observesAlone = !observe.isEmpty() && place.namesNoConfig();
    Path state = place.stateFolder();
    return new Order(
        Order.Verb.ATTACH,
        Jar.own(),
        observesAlone ? null : place.configFile().toAbsolutePath(),
        state == null ? null : state.toAbsolutePath(),
        observe,
        Duration.ZERO,
        null);
  }

  private void requireGood(Order order) {
    List<Problem> problems = new ArrayList<>();
    Path config = order.config();
    if (config != null) {
      problems.addAll(new Validation(config, List.of(), null).findings().problems());
    }
    try {
      CompatConfig ignored = order.config(null);
    } catch (ConfigException refused) {
      problems.addAll(refused.problems());
    }
    if (!problems.isEmpty()) {
      problems.forEach(answer.err()::println);
      throw new Refusal("nothing was attached; correct this first");
    }
  }

  private static int code(Acknowledgement said) {
    return switch (said.outcome()) {
      case DONE -> said.notes().isEmpty() ? Cli.GOOD : Cli.NO;
      case NO -> Cli.NO;
      case FAILED -> Cli.NOT_ASKED;
    };
  }

  private static void text(long number, Acknowledgement said, PrintWriter out) {
    out.println("process " + number + ": " + said.message());
    for (Acknowledgement.Affected one : said.classes()) {
      String methods = String.join(", ", one.methods());
      out.println("woven        " + one.name() + " in " + one.loader() + ": " + methods);
    }
    said.absent().forEach(name -> out.println("not loaded   " + name + "; woven when it is"));
    said.notes().forEach(note -> out.println("left alone   " + note));
    if (said.outcome() == Acknowledgement.Outcome.DONE && said.state() == null) {
      out.println(
          "note         no state folder: no command reaches the process but detach, and its reports"
              + " go to its standard error; give --state FOLDER");
    }
  }
}
