package dev.compat.agent.cli;

import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.ClassFileHierarchy;
import dev.compat.agent.weave.Fit;
import dev.compat.agent.weave.LegacyShape;
import dev.compat.agent.weave.OriginalClass;
import dev.compat.agent.weave.WeavePlan;
import dev.compat.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The check that adapters can take the place of the legacy methods they name, and that those can be
 * woven; by class files alone, which are woven to see and thrown away.
 */
final class LegacyFit {

  private final LegacyClasses legacy;
  private final List<Path> in;
  private final RoutePermits permits;
  private final Findings findings;
  private final ClassFileHierarchy hierarchy = new ClassFileHierarchy(this::find);
  private boolean isComplete;

  LegacyFit(LegacyClasses legacy, List<Path> in, RoutePermits permits, Findings findings) {
    this.legacy = legacy;
    this.in = in;
    this.permits = permits;
    this.findings = findings;
  }

  void check(List<AdapterClass> adapters) {
    Map<String, List<AdapterClass>> byLegacy =
        adapters.stream()
            .collect(
                Collectors.groupingBy(AdapterClass::legacy, TreeMap::new, Collectors.toList()));
    byLegacy.forEach(this::check);
  }

  private void check(String name, List<AdapterClass> adapters) {
    try {
      byte[] classFile = legacy.find(name);
      if (classFile == null) {
        adapters.forEach(
            adapter -> missing(adapter.where(), name, "adapter " + adapter.name(), "@Replaces"));
      } else {
        check(name, classFile, adapters);
      }
    } catch (IOException | RuntimeException e) {
      unreadable(adapters.get(0).where(), name, e);
    }
  }

  /** Checks that there is a legacy method for each of an original's. */
  void check(OriginalClass original) {
    String name = original.legacy();
    try {
      byte[] classFile = legacy.find(name);
      if (name.isEmpty()) {
        findings.problem(
            original.where(),
            "original " + original.name() + " names no legacy class",
            "name it in @Original, or nest the interface in an adapter");
      } else if (classFile == null) {
        missing(original.where(), name, "original " + original.name(), "@Original");
      } else {
        findings.problems().addAll(Fit.check(original, LegacyShape.read(classFile), hierarchy));
        findings.checked("original " + original.name() + " against legacy " + name);
      }
    } catch (IOException | RuntimeException e) {
      unreadable(original.where(), name, e);
    }
  }

  /** Whoever extends a legacy class may be anywhere. */
  private void readAll() throws IOException {
    if (!isComplete) {
      isComplete = true;
      for (String each : legacy.names()) {
        byte[] classFile = legacy.find(each);
        try {
          if (classFile != null) {
            hierarchy.add(LegacyShape.read(classFile));
          }
        } catch (RuntimeException unreadable) {
          // Told where it is a legacy class; others do not matter.
        }
      }
    }
  }

  /** A superclass may be the JDK's. */
  private byte @Nullable [] find(String name) throws IOException {
    byte[] found = legacy.find(name);
    if (found != null) {
      return found;
    }
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(file)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private void unreadable(String where, String name, Exception e) {
    findings.problem(
        where,
        "legacy " + name + " cannot be read: " + e,
        "give a sound jar with --in; a class file newer than this version of Compat knows needs"
            + " a newer one");
  }

  private void missing(String where, String name, String who, String annotation) {
    findings.problem(
        where,
        "legacy "
            + name
            + " of "
            + who
            + " is not in "
            + in.stream().map(Path::toString).collect(Collectors.joining(", ")),
        "give the jar that has it with --in, or correct " + annotation);
  }

  private void check(String name, byte[] classFile, List<AdapterClass> adapters)
      throws IOException {
    readAll();
    WeavePlan plan = WeavePlan.of(classFile, adapters, null, hierarchy);
    LegacyShape shape = LegacyShape.read(classFile);
    Set<Problem> problems = new LinkedHashSet<>();
    plan.refusals().forEach(refusal -> problems.add(refusal.problem()));
    for (AdapterClass adapter : adapters) {
      if (plan.refusals().stream().noneMatch(refusal -> refusal.isOf(adapter))) {
        problems.addAll(Fit.check(adapter, shape, hierarchy));
      }
    }
    findings.problems().addAll(problems);
    for (AdapterClass adapter : adapters) {
      findings.checked("adapter " + adapter.name() + " against legacy " + name);
      permits.check(adapter, plan.permits(adapter, this::find));
    }
    plan.overridden()
        .forEach((method, classes) -> findings.note(WeavePlan.overridden(name, method, classes)));
    plan.locked()
        .forEach(
            method ->
                findings.note(
                    name
                        + "."
                        + method
                        + " is synchronized: a replacement that answers runs under legacy's lock"));
    plan.woven()
        .grown()
        .forEach(
            (method, limit) ->
                findings.note(
                    name
                        + "."
                        + method
                        + " grows over "
                        + limit
                        + " bytes, a limit for inlining: it may run slower"));
  }
}
