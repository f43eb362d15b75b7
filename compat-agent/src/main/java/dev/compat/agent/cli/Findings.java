package dev.compat.agent.cli;

import dev.compat.config.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What a validation found. Filled while it goes on.
 *
 * @param problems all that is wrong
 * @param notes what is right and yet worth knowing
 * @param checked what was looked at, one line each
 * @param unchecked what could not be looked at, and why
 */
record Findings(
    List<Problem> problems, List<String> notes, List<String> checked, List<String> unchecked) {

  Findings() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  void note(String line) {
    notes.add(line);
  }

  void checked(String line) {
    checked.add(line);
  }

  void unchecked(String line) {
    unchecked.add(line);
  }

  void problem(String where, String message, String remedy) {
    problems.add(new Problem(where, message, remedy));
  }
}
