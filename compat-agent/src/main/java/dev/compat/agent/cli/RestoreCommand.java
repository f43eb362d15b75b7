package dev.compat.agent.cli;

import dev.compat.state.Revision;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code restore}: back to the overrides of an earlier revision. */
@Command(
    name = "restore",
    description = {
      "Takes the overrides of an earlier revision for the next one, and waits until every process"
          + " has obeyed.",
      "Revision 0 has none: everything as flags.yaml says. Exits 1 and names the processes that"
          + " have not obeyed in time, also those that are silent (see 'off --help')."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar restore 41 --why 'INC-812 is fixed'",
      "  java -jar compat-agent.jar restore 0 --why 'nothing held back any more'"
    })
final class RestoreCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<revision>", description = "The number of the revision.")
  private long revision;

  @Mixin private Deciding deciding = new Deciding();
  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    Situation before = Situation.beforeDeciding(place);
    Revision decided = before.state().restore(revision, Deciding.who(), deciding.why());
    return Outcome.of(before, decided, deciding, List.of()).print(answer);
  }
}
