package dev.compat.agent.cli;

import dev.compat.agent.weave.Hierarchy;
import dev.compat.agent.weave.MethodRef;
import dev.compat.agent.weave.ObservedClass;
import dev.compat.agent.weave.WeavePlan;
import dev.compat.config.Nearest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The check that observed classes are there and which of their methods can be observed. */
final class ObservedFit {

  private final LegacyClasses legacy;
  private final List<Path> in;
  private final Findings findings;

  ObservedFit(LegacyClasses legacy, List<Path> in, Findings findings) {
    this.legacy = legacy;
    this.in = in;
    this.findings = findings;
  }

  void check(List<ObservedClass> observed) {
    observed.forEach(this::check);
  }

  private void check(ObservedClass observed) {
    String where = observed.entries().get(0).where();
    try {
      byte[] classFile = legacy.find(observed.name());
      if (classFile == null) {
        String places = in.stream().map(Path::toString).collect(Collectors.joining(", "));
        findings.problem(
            where,
            "observed " + observed.name() + " is not in " + places,
            nearest(observed.name()));
      } else {
        check(observed, classFile);
      }
    } catch (IOException | RuntimeException e) {
      findings.problem(
          where,
          "observed " + observed.name() + " cannot be read: " + e,
          "give a sound jar with --in; a class file newer than this version of Compat knows needs"
              + " a newer one");
    }
  }

  private String nearest(String name) throws IOException {
    return Nearest.to(name, legacy.names())
        .map(near -> "did you mean '" + near + "'?")
        .orElse("give the jar that has it with --in, or correct the name");
  }

  private void check(ObservedClass observed, byte[] classFile) {
    WeavePlan plan = WeavePlan.of(classFile, List.of(), observed, Hierarchy.BY_NAME);
    findings.problems().addAll(plan.unobservable());
    findings.checked(
        "observed "
            + observed.name()
            + ": "
            + plan.observable().stream()
                .map(MethodRef::signature)
                .collect(Collectors.joining(", ")));
    plan.woven()
        .leftAlone()
        .forEach(
            (method, why) ->
                findings.note(observed.name() + "." + method + " is not observed: " + why.why()));
  }
}
