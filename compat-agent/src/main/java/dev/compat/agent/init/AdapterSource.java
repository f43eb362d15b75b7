package dev.compat.agent.init;

import dev.compat.agent.weave.LegacyOutline;
import dev.compat.agent.weave.LegacyOutline.TypeName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** Writes the source of an adapter that delegates to legacy, and of the interface it does so by. */
final class AdapterSource {

  /** The adapter's field; no parameter may hide it. */
  private static final String ORIGINAL = "original";

  private final Replacement replacement;
  private final Types types;
  private final String ownPackage;
  private final String migration;
  private final Set<String> withoutEffects;
  private final String stem;

  AdapterSource(
      Replacement replacement,
      Types types,
      String ownPackage,
      String migration,
      Set<String> withoutEffects,
      String stem) {
    this.replacement = replacement;
    this.types = types;
    this.ownPackage = ownPackage;
    this.migration = migration;
    this.withoutEffects = withoutEffects;
    this.stem = stem;
  }

  String adapterName() {
    return stem + "Adapter";
  }

  String originalName() {
    return stem + "Original";
  }

  /** The adapter's file. */
  String adapter() throws IOException {
    Imports imports = imports();
    StringBuilder body = new StringBuilder();
    body.append("/** Takes the place of ")
        .append(legacyInProse())
        .append(": for now it asks the")
        .append(" original. */\n")
        .append(annotation(imports, "dev.compat.Replaces", ", migration = \"" + migration + "\""))
        .append("final class ")
        .append(adapterName())
        .append(" {\n\n")
        .append("  private final ")
        .append(originalName())
        .append(" original;\n\n")
        .append("  @")
        .append(imports.use("jakarta.inject.Inject"))
        .append("\n  ")
        .append(adapterName())
        .append("(")
        .append(originalName())
        .append(" original) {\n")
        .append("    this.original = original;\n  }\n");
    for (LegacyOutline.Method method : replacement.methods()) {
      body.append("\n")
          .append(effects(method, imports))
          .append(signature(method, imports))
          .append(delegation(method, imports));
    }
    return file(imports, body.append("}\n").toString());
  }

  /** The file of the interface through which the adapter calls the original. */
  String original() throws IOException {
    Imports imports = imports();
    StringBuilder body = new StringBuilder();
    body.append("/** Calls ")
        .append(legacyInProse())
        .append(" past the flag. */\n")
        .append(annotation(imports, "dev.compat.Original", ""))
        .append("interface ")
        .append(originalName())
        .append(" {\n");
    for (LegacyOutline.Method method : replacement.methods()) {
      body.append("\n")
          .append(signature(method, imports))
          .append("  ")
          .append(head(method, imports, ""))
          .append(";\n");
    }
    return file(imports, body.append("}\n").toString());
  }

  private Imports imports() {
    return new Imports(ownPackage, Set.of(adapterName(), originalName()));
  }

  private String file(Imports imports, String body) {
    return "package " + ownPackage + ";\n\n" + imports.statements() + "\n" + body;
  }

  private String legacyInProse() {
    return "{@code " + replacement.legacy().name() + "}";
  }

  /** Names the class by its type, or by its name where the type cannot be named. */
  private String annotation(Imports imports, String type, String more) throws IOException {
    String legacy = types.nameOf(replacement.legacy().name());
    String argument =
        legacy == null
            ? "name = \"" + replacement.legacy().name() + "\""
            : (more.isEmpty() ? "" : "value = ") + imports.use(legacy) + ".class";
    return "@" + imports.use(type) + "(" + argument + more + ")\n";
  }

  private String effects(LegacyOutline.Method method, Imports imports) {
    boolean isNone =
        withoutEffects.contains(PluginProject.ALL) || withoutEffects.contains(method.ref().name());
    String effects = imports.use("dev.compat.Effects");
    String none = imports.use("dev.compat.Effect") + ".NONE";
    return "  "
        + (isNone ? "" : "// ")
        + "@"
        + effects
        + "(replacement = "
        + none
        + ", legacy = "
        + none
        + ")\n";
  }

  /** Where types are out of reach, what stands for them may stand for those of others too. */
  private String signature(LegacyOutline.Method method, Imports imports) throws IOException {
    if (!replacement.isAmbiguous(method, types)) {
      return "";
    }
    String parameters =
        method.parameterTypes().stream()
            .map(type -> type.element() + "[]".repeat(type.dimensions()))
            .collect(Collectors.joining(", ", "(", ")"));
    String annotation = imports.use("dev.compat.Signature");
    return "  @" + annotation + "(\"" + method.ref().name() + parameters + "\")\n";
  }

  private String delegation(LegacyOutline.Method method, Imports imports) throws IOException {
    String receiver = "@" + imports.use("dev.compat.Receiver") + " ";
    boolean isVoid = method.resultType().element().equals("void");
    return "  "
        + head(method, imports, receiver)
        + " {\n    "
        + (isVoid ? "" : "return ")
        + "original."
        + method.ref().name()
        + "("
        + String.join(", ", names(method))
        + ");\n  }\n";
  }

  private String head(LegacyOutline.Method method, Imports imports, String receiver)
      throws IOException {
    List<String> names = names(method);
    List<String> parameters = new ArrayList<>();
    if (!method.isStatic()) {
      TypeName self = new TypeName(replacement.legacy().name(), true, 0);
      parameters.add(receiver + types.inSource(self, imports) + " " + names.get(0));
    }
    for (TypeName type : method.parameterTypes()) {
      parameters.add(types.inSource(type, imports) + " " + names.get(parameters.size()));
    }
    return types.inSource(method.resultType(), imports)
        + " "
        + method.ref().name()
        + parameters.stream().collect(Collectors.joining(", ", "(", ")"))
        + declared(method, imports);
  }

  private String declared(LegacyOutline.Method method, Imports imports) throws IOException {
    List<String> names = new ArrayList<>();
    for (String exception : method.exceptions()) {
      names.add(imports.use(String.valueOf(types.nameOf(exception))));
    }
    return names.isEmpty() ? "" : " throws " + String.join(", ", names);
  }

  /** The names of all parameters, the legacy object first; no two are the same. */
  private static List<String> names(LegacyOutline.Method method) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>(Set.of(ORIGINAL));
    if (!method.isStatic()) {
      names.add("legacy");
      taken.add("legacy");
    }
    int index = 0;
    for (String known : method.parameters()) {
      String name = known != null && SourceVersion.isName(known) ? known : "arg" + index;
      while (!taken.add(name)) {
        name += "_";
      }
      names.add(name);
      index++;
    }
    return names;
  }
}
