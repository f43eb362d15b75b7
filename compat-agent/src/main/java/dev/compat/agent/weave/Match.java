package dev.compat.agent.weave;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The legacy method that a plugin's method stands for, or why there is none.
 *
 * <p>A method that has the very types comes first; where none has them, a supertype stands for a
 * type that the plugin cannot name.
 *
 * @param target the legacy method; null if something is wrong
 * @param problem what is wrong, to follow the name of the plugin's method; empty if nothing is
 * @param remedy what to do about it; empty if nothing is wrong
 */
public record Match(@Nullable MethodRef target, String problem, String remedy) {

  /** Looks for the legacy method that {@code naming} names. */
  public static Match of(Naming naming, LegacyShape legacy, Hierarchy hierarchy) {
    if (naming.receiver() == Naming.Receiver.MISPLACED) {
      return wrong("takes a @Receiver that is not its first parameter", "put it first");
    }
    List<MethodRef> named = named(naming, legacy);
    List<MethodRef> found =
        named.stream()
            .filter(each -> each.parameterList().equals(arguments(naming, legacy, each)))
            .toList();
    if (found.isEmpty()) {
      found =
          named.stream()
              .filter(each -> stand(arguments(naming, legacy, each), each, hierarchy))
              .toList();
    }
    return switch (found.size()) {
      case 0 -> none(naming, legacy, hierarchy);
      case 1 -> one(naming, legacy, found.get(0), hierarchy);
      default -> several(found);
    };
  }

  private static List<MethodRef> named(Naming naming, LegacyShape legacy) {
    String signature = naming.signature();
    return legacy.methods().stream()
        .filter(each -> !each.name().startsWith("<"))
        .filter(
            each ->
                signature == null
                    ? each.name().equals(naming.method().name())
                    : SignatureText.names(signature, each))
        .toList();
  }

  private static @Nullable List<String> arguments(
      Naming naming, LegacyShape legacy, MethodRef method) {
    return naming.arguments(legacy.isStatic(method));
  }

  private static boolean stand(@Nullable List<String> ours, MethodRef method, Hierarchy hierarchy) {
    List<String> theirs = method.parameterList();
    if (ours == null || ours.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < theirs.size(); i++) {
      if (!hierarchy.mayStandFor(ours.get(i), theirs.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Match one(
      Naming naming, LegacyShape legacy, MethodRef target, Hierarchy hierarchy) {
    boolean isStatic = legacy.isStatic(target);
    if (naming.receiver() == Naming.Receiver.FIRST && isStatic) {
      return wrong(
          "takes a @Receiver, but legacy " + legacy.name() + "." + target + " is static",
          "take the parameter away");
    }
    String receiver = naming.takesReceiver(isStatic) ? naming.receiverType() : null;
    String own = "L" + legacy.name().replace('.', '/') + ";";
    if (receiver != null && !receiver.equals(own) && !hierarchy.mayBeSuper(receiver, own)) {
      return wrong(
          "does not take the legacy object first, which is a " + legacy.name(),
          "make its first parameter one, or a supertype of it");
    }
    if (!resultFits(naming, naming.method().result(), target.result(), hierarchy)) {
      return wrong(
          "does not return what legacy " + legacy.name() + " does: " + target.fullSignature(),
          "return the same type");
    }
    return new Match(target, "", "");
  }

  /** An adapter gives its result to legacy's callers; an original gives legacy's to an adapter. */
  private static boolean resultFits(
      Naming naming, String ours, String theirs, Hierarchy hierarchy) {
    if (ours.equals(theirs)) {
      return true;
    }
    return naming.isOriginal()
        ? hierarchy.mayBeSuper(ours, theirs)
        : hierarchy.mayBeSuper(theirs, ours) || hierarchy.mayStandFor(ours, theirs);
  }

  private static Match several(List<MethodRef> found) {
    String all = found.stream().map(MethodRef::fullSignature).collect(Collectors.joining(" and "));
    return wrong(
        "may stand for " + all,
        "say for which, such as @Signature(\"" + found.get(0).signature() + "\")");
  }

  private static Match none(Naming naming, LegacyShape legacy, Hierarchy hierarchy) {
    Predicate<MethodRef> wanted = wanted(naming);
    if (isConstructor(naming.legacyName(), legacy)) {
      return wrong("names a constructor of legacy " + legacy.name(), LeftAlone.REPLACE_THE_FACTORY);
    }
    for (MethodRef bridge : legacy.access().keySet()) {
      if (legacy.isBridge(bridge) && wanted.test(bridge)) {
        return wrong(
            "names a bridge of legacy " + legacy.name() + named(naming.legacyName(), legacy),
            "name the method that the bridge calls");
      }
    }
    List<String> declaring = hierarchy.declaring(legacy, wanted);
    if (!declaring.isEmpty()) {
      return wrong(
          "matches no method that legacy " + legacy.name() + " declares; it inherits that",
          "name the class that declares it: " + String.join(", ", declaring));
    }
    return wrong(
        "matches no method that legacy "
            + legacy.name()
            + " declares"
            + named(naming.legacyName(), legacy)
            + (legacy.parent().isEmpty() ? "" : "; its superclass is " + legacy.parent()),
        naming.isOriginal()
            ? "give it the name and parameters of a method that the class declares itself, behind"
                + " the legacy object unless that is static"
            : "give it the name and parameters of a method that the class declares itself, name the"
                + " class that declares it, or make it private");
  }

  private static Predicate<MethodRef> wanted(Naming naming) {
    String signature = naming.signature();
    List<String> arguments = naming.arguments(false);
    return each ->
        signature == null
            ? each.name().equals(naming.method().name()) && each.parameterList().equals(arguments)
            : SignatureText.names(signature, each);
  }

  private static boolean isConstructor(String name, LegacyShape legacy) {
    String simpleName = legacy.name().substring(legacy.name().lastIndexOf('.') + 1);
    return name.equals("<init>")
        || name.equals(simpleName.substring(simpleName.lastIndexOf('$') + 1));
  }

  private static String named(String name, LegacyShape legacy) {
    String sameName =
        legacy.methods().stream()
            .filter(candidate -> candidate.name().equals(name))
            .map(MethodRef::fullSignature)
            .collect(Collectors.joining(", "));
    return sameName.isEmpty() ? "" : "; by that name it has " + sameName;
  }

  private static Match wrong(String problem, String remedy) {
    return new Match(null, problem, remedy);
  }
}
