package dev.compat.call;

import dev.compat.Effect;
import dev.compat.flag.Route;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which routes a join point permits, by what its adapter declares of both arms and by what is known
 * of the legacy object. Immutable.
 *
 * <p>A call that its flag gives a route which is not permitted goes to legacy instead; where the
 * flag has a floor above that, to the floor, or to the replacement alone where the floor is not
 * permitted either.
 *
 * @param replacement what the replacement does besides answering, as declared
 * @param legacy what legacy does besides answering, as declared
 * @param receiver what is known of the legacy object that a call is made on
 * @param isSeen whether the adapter takes that object
 * @param isAtHand whether that object is among what a call is given, so that an arm on another
 *     thread can be given a copy of it
 * @param state what it keeps and where, for people; null where it keeps nothing
 */
public record Permits(
    Effect replacement,
    Effect legacy,
    Receiver receiver,
    boolean isSeen,
    boolean isAtHand,
    @Nullable String state) {

  /** Permits every route. */
  public static final Permits ALL =
      new Permits(Effect.NONE, Effect.NONE, Receiver.STATELESS, false, false, null);

  private static final Set<Route> BY_LEGACY = EnumSet.of(Route.LEGACY, Route.SHADOW);

  /** Of arms that are not given the legacy object. */
  public Permits(
      Effect replacement,
      Effect legacy,
      Receiver receiver,
      boolean isSeen,
      @Nullable String state) {
    this(replacement, legacy, receiver, isSeen, false, state);
  }

  /** What is known of the legacy object that a call is made on. */
  public enum Receiver {
    /** There is none, or it keeps nothing that changes. */
    STATELESS,
    /** It keeps state that the replacement does not need. */
    INDEPENDENT,
    /** It keeps state, and each object has an adapter of its own that keeps the replacement's. */
    PER_RECEIVER,
    /** It keeps state, and nobody has said what the replacement has to do with it. */
    STATEFUL
  }

  private static final int KINDS = 16 * Receiver.values().length;

  /** How many kinds there are that permit differently. */
  static int kinds() {
    return KINDS;
  }

  /** One of each kind. */
  static Permits ofKind(int kind) {
    return new Permits(
        (kind & 1) == 0 ? Effect.NONE : Effect.POSSIBLE,
        (kind & 2) == 0 ? Effect.NONE : Effect.POSSIBLE,
        Receiver.values()[kind >> 4],
        (kind & 4) != 0,
        (kind & 8) != 0,
        null);
  }

  /** Which kind this is. */
  @SuppressWarnings("EnumOrdinal") // an index for the hot path, made and read here alone
  int kind() {
    return (replacement == Effect.NONE ? 0 : 1)
        | (legacy == Effect.NONE ? 0 : 2)
        | (isSeen ? 4 : 0)
        | (isAtHand ? 8 : 0)
        | receiver.ordinal() << 4;
  }

  /**
   * What becomes of each route.
   *
   * @param asked the routes that the flag may give; others are given to a call that is pinned
   * @param floor the flag's floor
   * @param isDrawn whether calls are drawn at random between the sides, {@code by: call}
   */
  Map<Route, Route> inForce(Set<Route> asked, Route floor, boolean isDrawn) {
    boolean isApart = isMixed(asked, floor) || (isDrawn && mayHaveEffects());
    Map<Route, Route> inForce = new EnumMap<>(Route.class);
    for (Route route : Route.values()) {
      boolean refused = refusal(route) != null || (isApart && !BY_LEGACY.contains(route));
      inForce.put(route, refused ? instead(floor) : route);
    }
    return inForce;
  }

  /**
   * Why some of the routes that a flag may give are not permitted: what does not happen, since
   * when, and the remedy.
   */
  public Map<Route, String> refusals(Set<Route> asked, Route floor, boolean isDrawn) {
    boolean isMixed = isMixed(asked, floor);
    Map<Route, String> refusals = new EnumMap<>(Route.class);
    for (Route route : asked) {
      String refusal = refusal(route);
      if (refusal != null) {
        refusals.put(route, refusal);
      } else if (isMixed && !BY_LEGACY.contains(route)) {
        refusals.put(route, mixed(route));
      } else if (isDrawn && mayHaveEffects() && !BY_LEGACY.contains(route)) {
        refusals.put(route, drawn(route));
      }
    }
    return refusals;
  }

  private boolean mayHaveEffects() {
    return replacement != Effect.NONE || legacy != Effect.NONE;
  }

  /** Whether legacy and the replacement would take turns with state that neither shares. */
  private boolean isMixed(Set<Route> asked, Route floor) {
    Set<Route> granted = EnumSet.noneOf(Route.class);
    asked.forEach(route -> granted.add(refusal(route) == null ? route : instead(floor)));
    return receiver == Receiver.STATEFUL
        && granted.stream().anyMatch(BY_LEGACY::contains)
        && !BY_LEGACY.containsAll(granted);
  }

  /** Where a call goes whose route is not permitted. */
  private Route instead(Route floor) {
    if (refusal(floor) == null) {
      return floor;
    }
    return BY_LEGACY.contains(floor) ? Route.LEGACY : Route.NEW;
  }

  private @Nullable String refusal(Route route) {
    return switch (route) {
      case LEGACY, NEW -> null;
      case SHADOW -> shadow();
      case FALLBACK -> fallback();
      case VERIFY -> verify();
    };
  }

  private @Nullable String shadow() {
    if (replacement != Effect.NONE) {
      return "not shadowed, since its replacement may have effects; if it has none, declare"
          + " @Effects(replacement = NONE) on the adapter's method";
    }
    return isSeen && receiver != Receiver.STATELESS && !isCopied()
        ? "not shadowed, since its adapter takes the legacy object, which a second thread would"
            + " use meanwhile"
            + because()
            + "; take the @Receiver out of the adapter's method"
        : null;
  }

  /** Whether an arm on another thread may be given a copy: an adapter of its own is by object. */
  boolean isCopied() {
    return isAtHand && receiver != Receiver.PER_RECEIVER;
  }

  /** Legacy answers from a copy as it should where the replacement keeps the object's state. */
  private boolean isVerifiedOnCopy() {
    return isCopied() && (isSeen || receiver == Receiver.INDEPENDENT);
  }

  private @Nullable String fallback() {
    return switch (receiver) {
      case STATELESS, INDEPENDENT -> null;
      case PER_RECEIVER ->
          "not given route fallback, since legacy would answer from state that the calls answered"
              + " by the replacement left unwritten"
              + because()
              + "; declare @Replaces(state = INDEPENDENT) if neither side needs the other's, or"
              + " give route new";
      case STATEFUL ->
          "not given route fallback, since legacy would answer from state that the calls answered"
              + " by the replacement left unwritten"
              + because()
              + "; declare @Replaces(state = INDEPENDENT) if neither side needs the other's";
    };
  }

  private @Nullable String verify() {
    if (legacy != Effect.NONE) {
      return "not verified, since legacy may have effects, and would have them beside the"
          + " replacement's; if it has none, declare @Effects(legacy = NONE) on the adapter's"
          + " method";
    }
    if (receiver == Receiver.STATELESS || isVerifiedOnCopy()) {
      return null;
    }
    return isAtHand ? unwritten() : onSecondThread();
  }

  private String unwritten() {
    return "not verified, since legacy would answer from state that the calls answered by the"
        + " replacement left unwritten"
        + because()
        + (receiver == Receiver.PER_RECEIVER
            ? "; give route new"
            : "; take the legacy object by a @Receiver parameter if the replacement keeps its state"
                + " there, declare @Replaces(state = INDEPENDENT) if neither side needs the"
                + " other's, or give all calls route new");
  }

  private String onSecondThread() {
    return "not verified, since legacy would use its object on a second thread"
        + because()
        + switch (receiver) {
          case STATELESS, INDEPENDENT -> "; give route fallback or new";
          case PER_RECEIVER -> "; give route new";
          case STATEFUL ->
              "; give all calls route new, or declare @Replaces(state = INDEPENDENT) if neither"
                  + " side needs the other's, and give route fallback";
        };
  }

  private static String drawn(Route route) {
    return notGiven(route)
        + " by a draw of every call, since it may have effects, and what one side does another call"
        + " of the same unit of work would not find on the other; declare"
        + " @Effects(replacement = NONE, legacy = NONE) on the adapter's method if there are none,"
        + " or say a context key with 'by'";
  }

  private static String notGiven(Route route) {
    return "not given route " + route.name().toLowerCase(Locale.ROOT);
  }

  private String mixed(Route route) {
    return notGiven(route)
        + " for some calls and legacy for others, since each side would answer from state that"
        + " the other left unwritten"
        + because()
        + "; declare @Replaces(state = INDEPENDENT), or PER_RECEIVER, or give all calls one route";
  }

  private String because() {
    return state == null ? "" : " (" + state + ")";
  }
}
