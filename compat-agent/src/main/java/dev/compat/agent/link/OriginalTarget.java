package dev.compat.agent.link;

import static java.lang.invoke.MethodType.methodType;

import dev.compat.agent.weave.AdapterClass;
import dev.compat.agent.weave.Hierarchy;
import dev.compat.agent.weave.LegacyShape;
import dev.compat.agent.weave.Match;
import dev.compat.agent.weave.MethodRef;
import dev.compat.agent.weave.Naming;
import dev.compat.agent.weave.OriginalClass;
import dev.compat.agent.weave.Wanted;
import java.compat.Cell;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The legacy class behind one original: gives a handle for each of the original's methods. */
final class OriginalTarget {

  private static final MethodHandle CHECK = check();
  private static final String INCOMPARABLE =
      "the original was called from a second thread on a legacy object that may have state";

  private final OriginalClass original;
  private final Class<?> legacy;
  private final LegacyShape shape;
  private final LoadedTypes types;
  private final Wanted wanted;
  private final @Nullable Class<?> stateless;
  private final Function<String, Link> links;

  OriginalTarget(
      OriginalClass original,
      Class<?> legacy,
      Class<?> type,
      List<AdapterClass> adapters,
      Function<String, Link> links) {
    this.original = original;
    this.legacy = legacy;
    this.shape = LegacyShape.of(legacy);
    this.types = new LoadedTypes(type.getClassLoader(), legacy.getClassLoader());
    List<AdapterClass> ofLegacy =
        adapters.stream().filter(adapter -> adapter.legacy().equals(legacy.getName())).toList();
    this.wanted = Wanted.of(shape, ofLegacy, Hierarchy.BY_NAME);
    this.stateless = new LegacyResources(legacy).state() == null ? legacy : null;
    this.links = links;
  }

  /**
   * Enters legacy as {@code ours} does, with its very type.
   *
   * @throws ArmingException if legacy has nothing of the kind
   */
  MethodHandle handle(Method ours) throws ArmingException {
    Method theirs = counterpart(ours);
    MethodHandle entered = passing(theirs);
    if (!Modifier.isStatic(theirs.getModifiers())) {
      MethodHandle check = MethodHandles.insertArguments(CHECK, 0, misuse(theirs), stateless);
      entered = MethodHandles.foldArguments(entered, check.asType(methodType(void.class, legacy)));
    }
    return entered.asType(methodType(ours.getReturnType(), ours.getParameterTypes()));
  }

  private Method counterpart(Method ours) throws ArmingException {
    String who = "original " + original.name() + " from " + original.where() + " (" + ours + ")";
    Match match = Match.of(naming(ours), shape, types);
    MethodRef target = match.target();
    if (target == null) {
      throw new ArmingException(who + " " + match.problem() + "; " + match.remedy());
    }
    Method theirs = AdapterFit.declared(legacy, target);
    AdapterFit.checkOriginal(who, ours, theirs);
    return theirs;
  }

  private Naming naming(Method ours) throws ArmingException {
    MethodRef ref = MethodRef.of(ours);
    return original.methods().stream()
        .filter(naming -> naming.method().equals(ref))
        .findFirst()
        .orElseThrow(
            () ->
                new ArmingException(
                    "original " + original.name() + " has changed since it was read: " + ours));
  }

  /** A method that nothing replaces has no gate to pass. */
  private MethodHandle passing(Method theirs) throws ArmingException {
    MethodHandle entered;
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(legacy, MethodHandles.lookup());
      entered =
          Modifier.isStatic(theirs.getModifiers())
              ? lookup.unreflect(theirs)
              : lookup.unreflectSpecial(theirs, legacy);
    } catch (IllegalAccessException failure) {
      throw new ArmingException("legacy method " + theirs + " is out of reach: " + failure);
    }
    AdapterClass adapter = wanted.adapter(MethodRef.of(theirs));
    return adapter == null
        ? entered.asFixedArity() // as one of variable arity it would take the array for an element
        : Handles.passing(links.apply(adapter.migration()).passable(), entered);
  }

  private String misuse(Method theirs) {
    return "original "
        + legacy.getName()
        + "."
        + MethodRef.of(theirs).signature()
        + " was called in a shadow candidate; a legacy object that may have state must not be used"
        + " from a second thread";
  }

  /**
   * Only a shadow candidate runs on another thread than legacy does.
   *
   * @param stateless the class, without those that extend it, whose objects have no state
   */
  @SuppressWarnings("UnusedMethod") // through a method handle
  private static void check(
      String misuse, @Nullable Class<?> stateless, @Nullable Object receiver) {
    Cell cell = Cell.current();
    if (cell.candidate && (receiver == null || receiver.getClass() != stateless)) {
      cell.incomparable = INCOMPARABLE;
      throw new IllegalStateException(misuse);
    }
  }

  private static MethodHandle check() {
    try {
      return MethodHandles.lookup()
          .findStatic(
              OriginalTarget.class,
              "check",
              methodType(void.class, String.class, Class.class, Object.class));
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }
}
