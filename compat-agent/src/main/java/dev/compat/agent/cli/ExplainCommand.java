package dev.compat.agent.cli;

import dev.compat.config.CompatConfig;
import dev.compat.config.Nearest;
import dev.compat.flag.Flag;
import dev.compat.flag.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}: who answers a call, and why. */
@Command(
    name = "explain",
    customSynopsis =
        "java -jar compat-agent.jar explain <migration> [--<key> <value>]... [OPTIONS]",
    description = {
      "Shows the route of a call: the rule that decides and its line, the bucket, what holds the"
          + " migration back, and the route that comes of all this.",
      "Each context key of the flag is an option of its own: --tenant acme.",
      "Exits 1 when there is no one answer: a key that was asked for is not given, or every call is"
          + " drawn anew."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar explain pricing --tenant acme",
      "  java -jar compat-agent.jar explain pricing --tenant acme --user ann --format json",
      "  java -jar compat-agent.jar explain pricing --set config=eu"
    })
final class ExplainCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "<migration> [--<key> <value>]",
      arity = "0..*",
      description = "The migration's name, and what a call's context says.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A context key that an option of this command is called like.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    Question question = Question.of(words, set);
    Situation now = situation();
    if (now.unread() != null) {
      throw new Refusal(now.unread());
    }
    now.require(question.migration());
    Flag flag = flag(now, question.migration());
    question.values().keySet().forEach(key -> declared(flag, key));
    Reasons reasons = Reasons.of(now, flag, question.values());
    if (answer.json()) {
      answer.json(reasons);
    } else {
      reasons.lines().forEach(answer.out()::println);
    }
    return reasons.certain() ? Cli.GOOD : Cli.NO;
  }

  /** With the floor that is remembered, also where that is all there is. */
  private static Flag flag(Situation now, String migration) {
    Flag flag = now.flags().flag(migration);
    Route floor = now.floor(migration);
    if (flag == null && floor == Route.LEGACY) {
      throw new Refusal("no flag '" + migration + "' in " + now.flagFile() + ": legacy answers");
    }
    return flag == null
        ? Flag.lost(migration, floor, String.valueOf(now.flagFile()))
        : flag.withFloor(floor);
  }

  private Situation situation() {
    CompatConfig config = place.config();
    if (config == null) {
      throw new Refusal("flags are not known without a configuration; give --config FILE");
    }
    return Situation.ofFlags(place);
  }

  private static void declared(Flag flag, String key) {
    if (!flag.context().containsKey(key)) {
      throw new Refusal(
          flag.where()
              + ": flag '"
              + flag.name()
              + "' declares no context key '"
              + key
              + "'; "
              + Nearest.remedy(key, flag.context().keySet()));
    }
  }

  /** What was asked. */
  private record Question(String migration, Map<String, String> values) {

    /** From {@code pricing --tenant acme --user=ann}, in any order. */
    static Question of(List<String> words, Map<String, String> set) {
      List<String> names = new ArrayList<>();
      Map<String, String> values = new LinkedHashMap<>(set);
      for (int i = 0; i < words.size(); i++) {
        String word = words.get(i);
        int equals = word.indexOf('=');
        if (!word.startsWith("--")) {
          names.add(word);
        } else if (equals > 0) {
          values.put(word.substring(2, equals), word.substring(equals + 1));
        } else if (i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
          values.put(word.substring(2), words.get(++i));
        } else {
          throw new Refusal("'" + word + "' has no value; write '" + word + " acme'");
        }
      }
      if (names.size() != 1) {
        String problem = names.isEmpty() ? "no migration given" : "several migrations: " + names;
        throw new Refusal(problem + "; write 'explain pricing --tenant acme'");
      }
      return new Question(names.get(0), values);
    }
  }
}
