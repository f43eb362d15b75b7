package dev.compat.embed;

import dev.compat.Effect;
import dev.compat.LegacyState;
import dev.compat.call.AnswerTypes;
import dev.compat.call.Permits;
import java.util.List;

/**
 * What a team has declared of a join point, which the toolkit cannot see. Immutable.
 *
 * @param replacement what the replacement does besides answering
 * @param legacy what legacy does besides answering
 * @param declared exceptions that legacy declares
 * @param answers exceptions that are answers although legacy declares none of them
 * @param state what the replacement has to do with the state of legacy's object
 * @param sharesNothingMutable whether what the arms hold besides their arguments is safe to share
 * @param isVoid whether nothing is returned that could be compared
 */
record Declaration(
    Effect replacement,
    Effect legacy,
    List<Class<?>> declared,
    List<Class<?>> answers,
    LegacyState state,
    boolean sharesNothingMutable,
    boolean isVoid) {

  Declaration {
    declared = List.copyOf(declared);
    answers = List.copyOf(answers);
  }

  /** Which routes a join point permits of which this was declared. */
  Permits permits() {
    Permits.Receiver receiver =
        sharesNothingMutable
            ? Permits.Receiver.STATELESS
            : state == LegacyState.INDEPENDENT
                ? Permits.Receiver.INDEPENDENT
                : Permits.Receiver.STATEFUL;
    return new Permits(replacement, legacy, receiver, false, null);
  }

  /** Which exceptions of its replacement are answers. */
  AnswerTypes answerTypes() {
    return AnswerTypes.of(declared, answers);
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
