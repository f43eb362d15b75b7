package dev.compat.agent.init;

import dev.compat.agent.weave.LegacyOutline;
import dev.compat.agent.weave.LegacyOutline.TypeName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * One legacy class with the methods that its adapter will have, and those it will not.
 *
 * @param methods what the adapter has, in the order of the class
 * @param leftOut why it does not have the others, by signature
 */
record Replacement(
    LegacyOutline legacy, List<LegacyOutline.Method> methods, Map<String, String> leftOut) {

  static Replacement of(LegacyOutline legacy, Types types) throws IOException {
    List<LegacyOutline.Method> methods = new ArrayList<>();
    Map<String, String> leftOut = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (LegacyOutline.Method method : legacy.methods()) {
      String why = whyNot(method, types);
      if (why == null && !taken.add(erasedSignature(legacy, method, types))) {
        why =
            "in Java, another method of the adapter would look the same; write one of them by hand";
      }
      if (why == null) {
        methods.add(method);
      } else {
        leftOut.put(method.ref().signature(), why);
      }
    }
    return new Replacement(legacy, methods, leftOut);
  }

  /** Whether what the adapter writes for a method may stand for another legacy method too. */
  boolean isAmbiguous(LegacyOutline.Method method, Types types) throws IOException {
    boolean hasHidden = false;
    for (TypeName type : method.parameterTypes()) {
      hasHidden |= type.isClass() && types.nameOf(type.element()) == null;
    }
    for (LegacyOutline.Method other : legacy.methods()) {
      if (!other.equals(method) && other.ref().name().equals(method.ref().name())) {
        int more = other.parameterTypes().size() - method.parameterTypes().size();
        boolean isLegacyObjectFirst =
            other.isStatic() != method.isStatic() && more == (other.isStatic() ? 1 : -1);
        if (isLegacyObjectFirst || (more == 0 && hasHidden)) {
          return true;
        }
      }
    }
    return false;
  }

  private static @Nullable String whyNot(LegacyOutline.Method method, Types types)
      throws IOException {
    if (method.leftAlone() != null) {
      return method.leftAlone().why();
    }
    if (method.isPrivate()) {
      return "it is private; write it by hand if it is worth replacing alone";
    }
    if (isEntry(method)) {
      return "the program starts there";
    }
    if (!SourceVersion.isName(method.ref().name())) {
      return "Java has no such name";
    }
    for (TypeName type : method.parameterTypes()) {
      if (isMissing(type, types)) {
        return missing(type.element(), types);
      }
    }
    if (isMissing(method.resultType(), types)) {
      return missing(method.resultType().element(), types);
    }
    for (String exception : method.exceptions()) {
      if (types.nameOf(exception) == null) {
        return types.isKnown(exception)
            ? "it declares " + exception + ", which no plugin can name"
            : missing(exception, types);
      }
    }
    return null;
  }

  private static boolean isEntry(LegacyOutline.Method method) {
    return method.isStatic()
        && method.ref().name().equals("main")
        && method.ref().descriptor().equals("([Ljava/lang/String;)V");
  }

  private static boolean isMissing(TypeName type, Types types) throws IOException {
    return type.isClass() && !types.isKnown(type.element());
  }

  private static String missing(String type, Types types) {
    return types.isHiddenInPlatform(type)
        ? "it names " + type + ", which the Java platform keeps to itself"
        : type + " is not in --in; add the jar that has it";
  }

  /** Of the adapter's method: an instance method takes the legacy object first. */
  private static String erasedSignature(
      LegacyOutline legacy, LegacyOutline.Method method, Types types) throws IOException {
    Imports none = new Imports("", Set.of());
    StringBuilder signature = new StringBuilder(method.ref().name());
    if (!method.isStatic()) {
      String self = types.nameOf(legacy.name());
      signature.append(' ').append(self == null ? "Object" : none.use(self));
    }
    for (TypeName type : method.parameterTypes()) {
      signature.append(' ').append(types.inSource(type, none));
    }
    return signature.toString();
  }
}
