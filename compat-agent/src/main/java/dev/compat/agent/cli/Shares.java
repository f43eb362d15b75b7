package dev.compat.agent.cli;

import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import dev.compat.flag.Route;
import dev.compat.flag.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says what the percentages of flags come to for those who call.
 *
 * <p>A percentage is a chance for each of them, so of a few, or of unequal ones, it may be nobody
 * or half of the traffic. A share is far off where the ids or the traffic in it are below half of
 * the percentage, above its double, or more than ten points away.
 */
final class Shares {

  private static final double WHOLE = 100_000;
  private static final double POINTS = 0.1;
  private static final int NAMED = 5;
  private static final int LISTED = 20;
  private static final int SALTS = 200;

  private final Findings findings;
  private final @Nullable Population population;

  Shares(Findings findings, @Nullable Population population) {
    this.findings = findings;
    this.population = population;
  }

  void check(Flags flags) {
    flags.all().forEach(flag -> flag.shares().forEach(share -> check(flag, share)));
  }

  private void check(Flag flag, Share share) {
    Population known = population;
    if (known == null || !share.keys().contains(known.key())) {
      findings.unchecked(
          at(flag, share)
              + share
              + ": who and how much traffic that is; list those who call, 'acme,120' a line, and"
              + " give --tenants FILE, or --tenants KEY=FILE where the key is not tenant");
      return;
    }
    Drawn drawn = new Drawn(share, known);
    findings.checked(at(flag, share) + share + ": " + drawn.describe() + drawn.others());
    if (known.size() <= LISTED) {
      findings.checked(at(flag, share) + "they come over at " + drawn.order());
    }
    drawn.farOff().ifPresent(route -> findings.note(note(flag, share, route, drawn)));
  }

  private static String at(Flag flag, Share share) {
    return "flag '" + flag.name() + "' (" + share.where() + "): ";
  }

  private static String note(Flag flag, Share share, Route route, Drawn drawn) {
    String key = drawn.population.key();
    return at(flag, share)
        + lower(route)
        + " "
        + percent(drawn.asked(route))
        + " comes to "
        + drawn.describe(route)
        + "; a percentage is of ids, not of calls: name those that are to go first in a rule"
        + " ({when: {"
        + key
        + ": [...]}, route: "
        + lower(route)
        + "}), or say another key with 'by'"
        + better(share, drawn.population);
  }

  /** Another salt that comes closer. A new draw moves everybody, so it is for the beginning. */
  private static String better(Share share, Population population) {
    return IntStream.rangeClosed(2, SALTS)
        .mapToObj(i -> new Drawn(share.withSalt(share.salt() + "-" + i), population))
        .filter(drawn -> drawn.farOff().isEmpty())
        .min(Comparator.comparingDouble(Drawn::distance))
        .map(drawn -> ", or, before anybody has come over, 'salt: " + drawn.salt() + "'")
        .orElse("");
  }

  private static String lower(Route route) {
    return route.name().toLowerCase(Locale.ROOT);
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share * 100)
            .setScale(3, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  /** Who is where in one draw of a share. */
  private record Drawn(Share share, Population population) {

    String salt() {
      return share.salt();
    }

    double asked(Route route) {
      return share.parts().getOrDefault(route, 0) / WHOLE;
    }

    private List<String> in(Route route) {
      return population.weights().keySet().stream()
          .filter(id -> share.route(bucket(id)) == route)
          .toList();
    }

    private int bucket(String id) {
      return share.bucket(population.key(), id);
    }

    private double ids(Route route) {
      return in(route).size() / (double) population.size();
    }

    /** The first route of which far fewer or far more get than was asked for. */
    Optional<Route> farOff() {
      return share.parts().keySet().stream()
          .filter(
              route ->
                  isFarOff(ids(route), asked(route))
                      || isFarOff(population.traffic(in(route)), asked(route)))
          .findFirst();
    }

    private static boolean isFarOff(double is, double asked) {
      return is < asked / 2 || is > asked * 2 || Math.abs(is - asked) > POINTS;
    }

    /** How far the traffic is from what was asked for. */
    double distance() {
      return share.parts().keySet().stream()
          .mapToDouble(route -> Math.abs(population.traffic(in(route)) - asked(route)))
          .sum();
    }

    String describe() {
      return share.parts().keySet().stream()
          .map(route -> lower(route) + " is " + describe(route))
          .collect(Collectors.joining("; "));
    }

    String describe(Route route) {
      List<String> ids = in(route);
      String names =
          ids.isEmpty()
              ? ""
              : ids.stream()
                  .limit(NAMED)
                  .collect(Collectors.joining(", ", " (", ids.size() > NAMED ? ", ...)" : ")"));
      String traffic =
          population.weighted() ? ", " + percent(population.traffic(ids)) + " of the traffic" : "";
      String count = ids.isEmpty() ? "none" : String.valueOf(ids.size());
      return count + " of " + population.size() + " " + population.key() + "s" + names + traffic;
    }

    /** Said where the key decides only for some calls. */
    String others() {
      int place = share.keys().indexOf(population.key());
      return place == 0
          ? ""
          : " (of calls without " + String.join(", ", share.keys().subList(0, place)) + ")";
    }

    /** At which percentage each of them leaves legacy. */
    String order() {
      return population.weights().keySet().stream()
          .collect(Collectors.toMap(id -> id, this::bucket))
          .entrySet()
          .stream()
          .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
          .map(id -> id.getKey() + " " + percent((id.getValue() + 1) / WHOLE))
          .collect(Collectors.joining(", "));
    }
  }
}
