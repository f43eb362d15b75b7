package dev.compat.agent.cli;

import java.io.File;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code validate}: would an application start with this. */
@Command(
    name = "validate",
    description = {
      "Checks the configuration, the flags, the plugins, and that they fit each other; with --in"
          + " also that the adapters fit the legacy classes.",
      "Prints every problem with file, line and remedy and exits 1, or says what was checked and"
          + " what was not. Runs no code of a plugin or an application, and writes nothing."
    },
    footer = {
      "",
      "Examples:",
      "  java -jar compat-agent.jar validate",
      "  java -jar compat-agent.jar validate --config compat.yaml --in app.jar:lib/pricing.jar",
      "  java -jar compat-agent.jar validate --tenants tenants.csv"
    })
final class ValidateCommand implements Callable<Integer> {

  @Option(
      names = "--in",
      paramLabel = "CLASSPATH",
      description =
          "Jars or folders of classes in which the legacy classes are looked up, separated as in a"
              + " class path; jars within a Spring Boot or web archive are looked into.")
  private String in = "";

  @Option(
      names = "--tenants",
      paramLabel = "[KEY=]FILE",
      description =
          "Who calls, 'acme' or 'acme,120' a line with the weight in the traffic: what every"
              + " percentage comes to for them is said, with a note where it is far off (below half,"
              + " above double, or more than ten points away). KEY is the context key; default"
              + " tenant.")
  private @Nullable String tenants;

  @Mixin private Place place = new Place();
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    Findings findings = new Validation(place.configFile(), path(), tenants).findings();
    if (answer.json()) {
      answer.json(findings);
    } else {
      text(findings, answer.out());
    }
    return findings.problems().isEmpty() ? Cli.GOOD : Cli.NO;
  }

  private List<Path> path() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(in)
        .filter(entry -> !entry.isEmpty())
        .map(Path::of)
        .toList();
  }

  private static void text(Findings findings, PrintWriter out) {
    findings.problems().forEach(out::println);
    findings.notes().forEach(line -> out.println("note         " + line));
    findings.checked().forEach(line -> out.println("checked      " + line));
    findings.unchecked().forEach(line -> out.println("not checked  " + line));
    int problems = findings.problems().size();
    out.println(
        problems == 0 ? "no problems" : problems == 1 ? "1 problem" : problems + " problems");
  }
}
