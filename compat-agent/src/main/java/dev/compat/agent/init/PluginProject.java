package dev.compat.agent.init;

import dev.compat.agent.init.ProjectRepository.Coordinates;
import dev.compat.agent.weave.LegacyOutline;
import dev.compat.config.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Maven project of a plugin whose adapters delegate to the original, method by method.
 *
 * <p>All of it is made in memory first, so a request that cannot be met leaves nothing behind.
 * Confined to one thread.
 */
public final class PluginProject {

  /** Among the methods without effects: all of them. */
  public static final String ALL = "all";

  private static final String SERVICES = "META-INF/services/dev.compat.CompatModule";

  private final Request request;
  private final ClassFiles application;
  private final Types types;
  private final Map<String, String> files = new LinkedHashMap<>();
  private final List<Legacy> legacy = new ArrayList<>();

  private PluginProject(Request request, ClassFiles application) {
    this.request = request;
    this.application = application;
    this.types = new Types(application);
  }

  /**
   * What to write.
   *
   * @param classes binary names of legacy classes
   * @param in where the application's classes are
   * @param migration the name of the migration, which names project and module too
   * @param ownPackage the package of the adapters
   * @param withoutEffects names of methods that do nothing besides answering, or {@link #ALL}
   * @param folder the project's folder; must not exist, or be empty
   */
  public record Request(
      List<String> classes,
      List<Path> in,
      String migration,
      String ownPackage,
      Set<String> withoutEffects,
      Path folder) {}

  /**
   * What was written.
   *
   * @param files relative to the folder
   */
  public record Written(Path folder, String migration, List<String> files, List<Legacy> legacy) {}

  /**
   * What became of a legacy class.
   *
   * @param methods the methods that the adapter has, by signature
   * @param leftOut why it does not have the others, by signature
   */
  public record Legacy(
      String name, String adapter, List<String> methods, Map<String, String> leftOut) {}

  /**
   * Writes a project.
   *
   * @throws InitException if the request cannot be met; then nothing is written
   * @throws IOException if a file cannot be read or written
   */
  public static Written write(Request request, ClassFiles application)
      throws InitException, IOException {
    return new PluginProject(request, application).write();
  }

  private Written write() throws InitException, IOException {
    requireFree();
    byte[] library = CarriedLibrary.jar();
    for (String name : new TreeSet<>(request.classes())) {
      adapter(name);
    }
    requireMethods();
    module();
    configuration();
    Path repository = request.folder().resolve("repository");
    Files.createDirectories(repository);
    artifacts(new ProjectRepository(repository), library);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = request.folder().resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
    }
    return new Written(
        request.folder(), request.migration(), List.copyOf(files.keySet()), List.copyOf(legacy));
  }

  private void requireFree() throws InitException, IOException {
    if (Files.notExists(request.folder())) {
      return;
    }
    if (!Files.isDirectory(request.folder())) {
      throw new InitException(request.folder() + " is no folder; name another with --to");
    }
    try (Stream<Path> content = Files.list(request.folder())) {
      if (content.findAny().isPresent()) {
        throw new InitException(
            request.folder() + " is not empty; name another folder with --to, or remove it");
      }
    }
  }

  private void adapter(String name) throws InitException, IOException {
    LegacyOutline outline = types.outline(name);
    if (outline == null) {
      throw missing(name);
    }
    Replacement replacement = Replacement.of(outline, types);
    AdapterSource source =
        new AdapterSource(
            replacement,
            types,
            request.ownPackage(),
            request.migration(),
            request.withoutEffects(),
            stem(name));
    source(source.adapterName(), source.adapter());
    source(source.originalName(), source.original());
    legacy.add(
        new Legacy(
            name,
            request.ownPackage() + "." + source.adapterName(),
            replacement.methods().stream().map(method -> method.ref().signature()).toList(),
            replacement.leftOut()));
  }

  private InitException missing(String name) throws IOException {
    String where = request.in().stream().map(Path::toString).collect(Collectors.joining(", "));
    return new InitException(
        name
            + " is not in "
            + where
            + "; "
            + Nearest.to(name, application.names())
                .map(near -> "did you mean '" + near + "'?")
                .orElse("give the jar that has it with --in"));
  }

  /** The simple name, with what encloses it; told apart where two classes share it. */
  private String stem(String name) {
    String simple = name.substring(name.lastIndexOf('.') + 1).replace("$", "");
    String stem = simple;
    for (int i = 2; files.containsKey(sourceFile(stem + "Adapter")); i++) {
      stem = simple + i;
    }
    return stem;
  }

  private void requireMethods() throws InitException {
    for (Legacy each : legacy) {
      if (each.methods().isEmpty()) {
        throw new InitException(
            each.name()
                + " declares no method that a plugin could replace"
                + (each.leftOut().isEmpty() ? "" : " (" + each.leftOut() + ")")
                + "; name the class that declares or implements it");
      }
    }
    Set<String> known = new TreeSet<>(Set.of(ALL));
    legacy.forEach(each -> each.methods().forEach(m -> known.add(m.substring(0, m.indexOf('(')))));
    for (String name : request.withoutEffects()) {
      if (!known.contains(name)) {
        throw new InitException(
            "no replaced method is called '"
                + name
                + "'; --without-effects takes some of "
                + known);
      }
    }
  }

  private void module() {
    String name = camel(request.migration()) + "Plugin";
    source(
        name,
        """
        package %s;

        import dev.compat.CompatModule;

        /** Binds what the adapters delegate to. */
        public final class %s extends CompatModule {

          @Override
          protected void configure() {
            // bind(PriceService.class).to(RulePriceService.class);
          }
        }
        """
            .formatted(request.ownPackage(), name));
    files.put("src/main/resources/" + SERVICES, request.ownPackage() + "." + name + "\n");
  }

  private void configuration() {
    files.put(
        "compat.yaml",
        """
        plugins:
          - path: target/%s.jar
        flags: flags.yaml
        state: state/
        values: none
        """
            .formatted(artifact()));
    files.put(
        "flags.yaml",
        """
        flags:
          %s:
            # legacy, shadow, fallback, verify or new; read again whenever this file changes.
            # shadow compares, of the methods that are declared free of effects.
            route: legacy
            shadow: {sample: 100%%}
        """
            .formatted(request.migration()));
  }

  private void artifacts(ProjectRepository repository, byte[] library) throws IOException {
    Coordinates ours = repository.add("dev.compat", "compat-plugin-api", library);
    List<Coordinates> application = new ArrayList<>();
    for (Map.Entry<String, byte[]> jar : ApplicationJars.of(request.in()).entrySet()) {
      application.add(repository.add("application", jar.getKey(), jar.getValue()));
    }
    files.put("pom.xml", Pom.of(request.ownPackage(), artifact(), ours, application));
    files.put(".gitignore", "target/\nstate/\n");
  }

  private String artifact() {
    return request.migration() + "-plugin";
  }

  private void source(String name, String text) {
    files.put(sourceFile(name), text);
  }

  private String sourceFile(String name) {
    return "src/main/java/" + request.ownPackage().replace('.', '/') + "/" + name + ".java";
  }

  private static String camel(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    boolean isName = Character.isJavaIdentifierStart(camel.charAt(0));
    return isName ? camel.toString() : "Migration" + camel;
  }
}
