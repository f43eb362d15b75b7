package dev.compat.agent.cli;

import dev.compat.agent.init.InitException;
import dev.compat.agent.init.PluginProject;
import dev.compat.config.Problem;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code init}: a plugin project for a legacy class. */
@Command(
    name = "init",
    description = {
      "Writes a plugin project for legacy classes: adapters that delegate to the original method"
          + " by method, a module, a pom.xml, compat.yaml and flags.yaml.",
      "It builds with Maven as it is, from what this jar carries. Runs no code of the application."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar init com.acme.LegacyPricing --in app.jar",
      "  java -jar compat-agent.jar init com.acme.LegacyPricing --in app.jar --migration pricing"
          + " --without-effects quote,total"
    })
final class InitCommand implements Callable<Integer> {

  private static final Pattern MIGRATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  @Parameters(
      arity = "1..*",
      paramLabel = "CLASS",
      description = "Binary names of the legacy classes, such as com.acme.LegacyPricing.")
  private List<String> classes = new ArrayList<>();

  @Option(
      names = "--in",
      required = true,
      paramLabel = "CLASSPATH",
      description =
          "Jars or folders of classes with the legacy classes and all that their methods name,"
              + " separated as in a class path; Spring Boot and web archives are looked into.")
  private String in = "";

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      description = "Where the project goes; default the migration's name and '-plugin'.")
  private @Nullable Path to;

  @Option(
      names = "--migration",
      paramLabel = "NAME",
      description = "What to call the migration; default the first class's name without 'Legacy'.")
  private @Nullable String migration;

  @Option(
      names = "--package",
      paramLabel = "NAME",
      description = "The package of the adapters; default that of the first class and '.compat'.")
  private @Nullable String ownPackage;

  @Option(
      names = "--without-effects",
      paramLabel = "METHODS",
      split = ",",
      description =
          "Names of methods that do nothing besides answering, or 'all': only these may run on"
              + " route shadow. Declare it of no method that writes, sends or locks.")
  private Set<String> withoutEffects = new TreeSet<>();

  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() throws IOException {
    List<Path> path =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(in)
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .toList();
    List<Problem> problems = new ArrayList<>();
    try (LegacyClasses application = LegacyClasses.open(path, problems)) {
      if (!problems.isEmpty()) {
        throw new Refusal(problems.get(0).toString());
      }
      say(PluginProject.write(request(path), application));
      return Cli.GOOD;
    } catch (InitException refused) {
      throw new Refusal(String.valueOf(refused.getMessage()));
    } catch (FileSystemException outOfReach) {
      throw new Refusal(
          "the project cannot be written ("
              + outOfReach
              + "); give a folder of yours with --to, and remove what is there of it");
    }
  }

  private PluginProject.Request request(List<Path> path) {
    String name = migration == null ? nameOf(classes.get(0)) : migration;
    if (!MIGRATION.matcher(name).matches()) {
      throw new Refusal(
          "'" + name + "' cannot name a migration; use letters, digits, '.', '_' and '-'");
    }
    String home = ownPackage == null ? homeOf(classes.get(0)) : ownPackage;
    if (!SourceVersion.isName(home)) {
      throw new Refusal("'" + home + "' is no name of a package; give one with --package");
    }
    Path folder = to == null ? Path.of(name + "-plugin") : to;
    return new PluginProject.Request(classes, path, name, home, withoutEffects, folder);
  }

  /** {@code com.acme.LegacyPriceList} is {@code price-list}. */
  private static String nameOf(String type) {
    String simple = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    String shorter = simple.replaceFirst("^Legacy(?=.)|(?<=.)Legacy$", "");
    return shorter.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  /** No package of the application's: two loaders with one package cannot see into each other. */
  private static String homeOf(String type) {
    int dot = type.lastIndexOf('.');
    return dot < 0 ? "compat" : type.substring(0, dot) + ".compat";
  }

  private void say(PluginProject.Written written) {
    if (answer.json()) {
      answer.json(written);
      return;
    }
    PrintWriter out = answer.out();
    for (PluginProject.Legacy legacy : written.legacy()) {
      legacy.methods().forEach(one -> out.println("replaced  " + legacy.name() + "." + one));
      legacy
          .leftOut()
          .forEach(
              (one, why) -> out.println("left out  " + legacy.name() + "." + one + ": " + why));
    }
    out.println("wrote     " + written.folder() + ": " + String.join(", ", written.files()));
    out.println("next, in " + written.folder() + ":");
    out.println("  mvn package");
    out.println("  java -jar compat-agent.jar validate --in <the same as now>");
    out.println("  java -javaagent:compat-agent.jar=compat.yaml … your application");
    out.println("  then 'route: shadow' in flags.yaml, and java -jar compat-agent.jar report");
  }
}
