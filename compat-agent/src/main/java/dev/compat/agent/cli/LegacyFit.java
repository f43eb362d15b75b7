package dev.compat.agent.cli;

import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.Fit;
import dev.compat.agent.weave.LegacyShape;
import dev.compat.agent.weave.MethodRef;
import dev.compat.agent.weave.Weaver;
import dev.compat.agent.weave.WovenClass;
import dev.compat.config.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final Findings findings;

  LegacyFit(LegacyClasses legacy, List<Path> in, Findings findings) {
    this.legacy = legacy;
    this.in = in;
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
        adapters.forEach(this::missing);
      } else {
        check(name, classFile, adapters);
      }
    } catch (IOException | RuntimeException e) {
      findings.problem(
          adapters.get(0).where(),
          "legacy " + name + " cannot be read: " + e,
          "give a sound jar with --in; a class file newer than this version of Compat knows needs"
              + " a newer one");
    }
  }

  private void missing(AdapterClass adapter) {
    findings.problem(
        adapter.where(),
        "legacy "
            + adapter.legacy()
            + " of adapter "
            + adapter.name()
            + " is not in "
            + in.stream().map(Path::toString).collect(Collectors.joining(", ")),
        "give the jar that has it with --in, or correct @Replaces");
  }

  private void check(String name, byte[] classFile, List<AdapterClass> adapters) {
    LegacyShape shape = LegacyShape.read(classFile);
    Map<String, AdapterClass> wanted = new HashMap<>();
    for (AdapterClass adapter : adapters) {
      List<Problem> misfits = Fit.check(adapter, shape);
      findings.problems().addAll(misfits);
      if (misfits.isEmpty()) {
        want(name, adapter, wanted);
      }
      findings.checked("adapter " + adapter.name() + " against legacy " + name);
    }
    weave(name, classFile, shape, wanted);
  }

  private void want(String name, AdapterClass adapter, Map<String, AdapterClass> wanted) {
    for (AdapterClass.Method method : adapter.methods()) {
      AdapterClass other = wanted.putIfAbsent(key(method.ref()), adapter);
      if (other != null) {
        findings.problem(
            adapter.where(),
            "several adapters replace "
                + name
                + "."
                + method.ref()
                + ": "
                + other.name()
                + ", "
                + adapter.name(),
            "leave the method to one of them");
      }
    }
  }

  private void weave(
      String name, byte[] classFile, LegacyShape shape, Map<String, AdapterClass> wanted) {
    WovenClass woven =
        Weaver.weave(
            classFile,
            method -> {
              // A bridge has the parameters of the method that it calls.
              boolean declared = shape.methods().contains(method);
              AdapterClass adapter = declared ? wanted.get(key(method)) : null;
              return adapter == null ? null : adapter.migration();
            });
    woven
        .leftAlone()
        .forEach(
            (method, why) -> leftAlone(name + "." + method, why.why(), wanted.get(key(method))));
    woven
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

  private void leftAlone(String method, String why, @Nullable AdapterClass adapter) {
    if (adapter != null) {
      findings.problem(
          adapter.where(),
          method + " is left alone: " + why,
          "take it out of adapter " + adapter.name());
    }
  }

  // An adapter's result may be a subtype of legacy's, so a method is known by its parameters.
  private static String key(MethodRef method) {
    return method.name() + method.parameters();
  }
}
