package dev.compat.embed;

import dev.compat.Effect;
import dev.compat.LegacyState;
import dev.compat.call.AnswerTypes;
import dev.compat.call.Permits;
import dev.compat.compare.Snapshots;
import dev.compat.flag.Flag;
import dev.compat.flag.Route;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a team has declared of a join point, which the toolkit cannot see. Immutable.
 *
 * @param replacement what the replacement does besides answering
 * @param legacy what legacy does besides answering
 * @param declared exceptions that legacy declares
 * @param answers exceptions that are answers although legacy declares none of them
 * @param shared types whose objects both arms may use at the same time
 * @param state what the replacement has to do with the state of legacy's object
 * @param sharesNothingMutable whether what the arms hold besides their arguments is safe to share
 * @param hasArguments whether the arms are given anything that can be copied
 * @param isVoid whether nothing is returned that could be compared
 */
record Declaration(
    Effect replacement,
    Effect legacy,
    List<Class<?>> declared,
    List<Class<?>> answers,
    List<Class<?>> shared,
    LegacyState state,
    boolean sharesNothingMutable,
    boolean hasArguments,
    boolean isVoid) {

  private static final String SHARING =
      "if that is immutable or made for several threads, declare sharingNothingMutable()";

  /** What plugins declare by annotations on adapters is declared otherwise here. */
  private static final Map<String, String> WORDS =
      Map.of(
          "@Effects(replacement = NONE) on the adapter's method",
          "replacementEffects(NONE), or @Effects(replacement = NONE) on the method",
          "@Effects(legacy = NONE) on the adapter's method",
          "legacyEffects(NONE), or @Effects(legacy = NONE) on the replacement's method",
          "@Effects(replacement = NONE, legacy = NONE) on the adapter's method",
          "replacementEffects(NONE) and legacyEffects(NONE), or both with @Effects,",
          "@Replaces(state = INDEPENDENT)",
          "legacyState(INDEPENDENT)",
          ", or PER_RECEIVER,",
          " if neither needs the other's,");

  Declaration {
    declared = List.copyOf(declared);
    answers = List.copyOf(answers);
    shared = List.copyOf(shared);
  }

  /**
   * Which routes it permits. What the arms hold cannot be copied: where there is no argument
   * either, that is all that they depend on, and the router is told that the replacement sees it.
   */
  Permits permits() {
    Permits.Receiver held =
        sharesNothingMutable
            ? Permits.Receiver.STATELESS
            : state == LegacyState.INDEPENDENT
                ? Permits.Receiver.INDEPENDENT
                : Permits.Receiver.STATEFUL;
    return new Permits(replacement, legacy, held, !hasArguments, null);
  }

  /** Why some of the routes that {@code flag} may give are not permitted, and the remedy. */
  Map<Route, String> refusals(Flag flag) {
    Map<Route, String> refusals =
        new EnumMap<>(permits().refusals(flag.routes(), flag.floor(), flag.splitsByCall()));
    refusals.replaceAll(this::inWordsForEmbedding);
    return refusals;
  }

  private String inWordsForEmbedding(Route route, String refusal) {
    if (route == Route.SHADOW && replacement == Effect.NONE) {
      return "not shadowed, since its arms get no arguments that could be copied, and may share what"
          + " they hold; "
          + SHARING;
    }
    if (route == Route.VERIFY && legacy == Effect.NONE && !sharesNothingMutable) {
      return "not verified, since legacy would run on a second thread, with what it holds; "
          + SHARING;
    }
    String words = refusal;
    for (Map.Entry<String, String> word : WORDS.entrySet()) {
      words = words.replace(word.getKey(), word.getValue());
    }
    return words;
  }

  /** Which exceptions of its replacement are answers. */
  AnswerTypes answerTypes() {
    return AnswerTypes.of(declared, answers);
  }

  /** Makes copies of what calls are given. */
  Snapshots snapshots() {
    return Snapshots.sharing(shared);
  }

  /** What can be declared without an adapter. */
  static LegacyState embedded(LegacyState state) {
    if (state == LegacyState.PER_RECEIVER) {
      throw new IllegalArgumentException(
          "PER_RECEIVER is for adapters, of which the agent makes one for each legacy object;"
              + " declare a join point for each object, or INDEPENDENT");
    }
    return state;
  }
}
