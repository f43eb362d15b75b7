package dev.compat.agent.cli;

import dev.compat.Effect;
import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.MethodRef;
import dev.compat.call.Permits;
import dev.compat.flag.Flag;
import dev.compat.flag.Flags;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** The check that what flags ask for is permitted by what adapters declare. */
final class RoutePermits {

  private final Flags flags;
  private final Findings findings;

  RoutePermits(Flags flags, Findings findings) {
    this.flags = flags;
    this.findings = findings;
  }

  /** Checks by what is declared alone: whether legacy objects keep state is not known. */
  void check(AdapterClass adapter) {
    Map<MethodRef, Permits> permits = new LinkedHashMap<>();
    adapter.methods().forEach(each -> permits.put(each.ref(), adapter.permits(each, null)));
    check(adapter, permits);
  }

  /**
   * Checks.
   *
   * @param permits which routes the join points of {@code adapter} permit
   */
  void check(AdapterClass adapter, Map<MethodRef, Permits> permits) {
    Flag flag = flags.flag(adapter.migration());
    if (flag == null) {
      return;
    }
    Map<String, StringJoiner> refused = new LinkedHashMap<>();
    permits.forEach(
        (method, each) ->
            each.refusals(flag.routes(), flag.floor(), flag.splitsByCall())
                .values()
                .forEach(why -> name(refused, why, method)));
    refused.forEach((why, methods) -> problem(adapter, flag, methods.toString(), why));
    if (refused.isEmpty()) {
      unshadowable(adapter);
    }
  }

  private static void name(Map<String, StringJoiner> byReason, String why, MethodRef method) {
    byReason.computeIfAbsent(why, any -> new StringJoiner(", ")).add(method.signature());
  }

  private void problem(AdapterClass adapter, Flag flag, String methods, String why) {
    int remedy = why.indexOf("; ");
    findings.problem(
        adapter.where(),
        adapter.legacy()
            + "."
            + methods
            + " asked for by "
            + flag.where()
            + " is "
            + why.substring(0, remedy),
        why.substring(remedy + 2));
  }

  /** The first step of most migrations is not possible yet: good to know before it is taken. */
  private void unshadowable(AdapterClass adapter) {
    StringJoiner methods = new StringJoiner(", ");
    adapter.methods().stream()
        .filter(method -> method.replacement() != Effect.NONE)
        .forEach(method -> methods.add(method.ref().signature()));
    if (methods.length() > 0) {
      findings.note(
          "adapter "
              + adapter.name()
              + " does not say that replacements are free of effects, so they cannot be shadowed: "
              + methods
              + "; declare @Effects(replacement = NONE) if they are");
    }
  }
}
