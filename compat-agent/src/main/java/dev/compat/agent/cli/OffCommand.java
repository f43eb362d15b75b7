package dev.compat.agent.cli;

import dev.compat.flag.Route;
import dev.compat.state.Revision;
import dev.compat.state.RouteOverride;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code off}: back to legacy, in every process. */
@Command(
    name = "off",
    description = {
      "Turns a migration, or all of them, to legacy in every process, and waits until they have"
          + " obeyed.",
      "A migration with a floor stays there: turning it off is refused, exit 1; --all takes the"
          + " others off, says which stay, and exits 1.",
      "Writes a revision into the state folder; flags.yaml stays as it is. Exits 1 and names the"
          + " processes that have not obeyed in time, also those that are silent: not heard of"
          + " for 5 s, but running here, or for less than 2 min elsewhere."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar off pricing --why INC-812",
      "  java -jar compat-agent.jar off --all --why 'disk full' --wait 30s",
      "Without Java: create a file named OFF in the state folder."
    })
final class OffCommand implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  private Target target = new Target();

  @Mixin private Deciding deciding = new Deciding();
  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  /** One of the two. */
  static final class Target {
    @Parameters(paramLabel = "<migration>", arity = "1", description = "The migration to turn off.")
    private @Nullable String migration;

    @Option(names = "--all", required = true, description = "Every migration, known or not.")
    private boolean all;

    String name() {
      return all || migration == null ? Revision.ALL : migration;
    }
  }

  @Override
  public Integer call() {
    Situation before = Situation.beforeDeciding(place);
    String name = target.name();
    if (!name.equals(Revision.ALL)) {
      before.require(name);
      if (before.floor(name) != Route.LEGACY) {
        return refuse(new Refused(name, before.floor(name), remedy(before, name)));
      }
    }
    Revision decided = decide(before, name);
    return Outcome.of(before, decided, deciding, List.of(name)).print(answer);
  }

  /**
   * A migration that may not be turned off.
   *
   * @param floor the route below which it does not go
   * @param why for people, with the remedy
   */
  record Refused(String refused, Route floor, String why) {}

  private int refuse(Refused refused) {
    if (answer.json()) {
      answer.json(refused);
    } else {
      answer.out().println(refused.refused() + "  stays at " + refused.floor());
      answer.out().println(refused.why());
    }
    return Cli.NO;
  }

  private static String remedy(Situation before, String name) {
    return "nothing was changed: its floor is "
        + before.floor(name).name().toLowerCase(Locale.ROOT)
        + " ("
        + before.floorPlace(name)
        + "), since legacy's data is stale; if legacy may answer again, say 'floor: legacy' in its"
        + " flag, and then turn it off";
  }

  private Revision decide(Situation before, String name) {
    String who = Deciding.who();
    RouteOverride legacy = RouteOverride.of(Route.LEGACY, who, deciding.why(), Instant.now());
    return before
        .state()
        .change(
            overrides -> {
              overrides.put(name, legacy);
              return overrides;
            },
            who,
            deciding.why());
  }
}
