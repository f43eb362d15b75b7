package dev.compat.archtests;

import static dev.compat.archtests.Sources.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule tried on classes that break it and on their likes that do not. */
class HouseRuleTest {

  @ParameterizedTest
  @EnumSource
  void a_rule_finds_what_it_forbids(HouseRule rule, @TempDir Path temp) {
    List<Sources> breaches = breaches(rule);
    for (Sources breach : breaches) {
      var result = rule.rule.evaluate(breach.compile(temp.resolve("" + breaches.indexOf(breach))));

      assertThat(result.hasViolation()).as(breach.toString()).isTrue();
      assertThat(result.getFailureReport().toString())
          .contains(rule + ": ", ", because ", "Sinner");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_rule_leaves_alone_what_it_does_not_forbid(HouseRule rule, @TempDir Path temp) {
    var kept = kept(rule).compile(temp);

    assertThatCode(() -> rule.rule.check(kept)).doesNotThrowAnyException();
  }

  private static List<Sources> breaches(HouseRule rule) {
    return switch (rule) {
      case CORE_KNOWS_NO_AGENT ->
          List.of(
              two("dev.compat.call.Sinner", "java.compat.Gate"),
              two("dev.compat.Sinner", "dev.compat.agent.link.Routes"));
      case CORE_LEANS_DOWNWARDS ->
          List.of(
              two("dev.compat.flag.Sinner", "dev.compat.rollout.Judge"),
              two("dev.compat.config.Sinner", "dev.compat.flag.Flag"),
              two("dev.compat.compare.Sinner", "dev.compat.evidence.store.Row"));
      case CORE_PACKAGE_HAS_A_PLACE -> List.of(one("dev.compat.util.Sinner", ""));
      case CORE_PRINTS_NOTHING ->
          List.of(
              one("dev.compat.Sinner", "{ System.out.println(1); }"),
              one("dev.compat.flag.Sinner", "java.io.PrintStream out = System.err;"));
      case AGENT_HAS_NO_CYCLES ->
          List.of(
              Sources.of(
                  unit("dev.compat.agent.link.Sinner", "dev.compat.agent.weave.Other other;"),
                  unit("dev.compat.agent.weave.Other", "dev.compat.agent.link.Sinner sinner;")));
      case BYTE_BUDDY_IN_WEAVE ->
          List.of(
              one("dev.compat.agent.link.Sinner", BYTE_BUDDY),
              one("dev.compat.agent.link.Sinner", "net.bytebuddy.jar.asm.ClassReader reader;"),
              one("java.compat.Sinner", BYTE_BUDDY));
      case GUICE_IN_CONTAINER ->
          List.of(one("dev.compat.Sinner", GUICE), one("dev.compat.agent.plugin.Sinner", GUICE));
      case YAML_IN_CONFIG ->
          List.of(
              one("dev.compat.flag.Sinner", YAML),
              one("dev.compat.agent.cli.Sinner", "org.snakeyaml.engine.v2.api.Load load;"));
      case PICOCLI_IN_CLI ->
          List.of(
              one("dev.compat.agent.runtime.Sinner", PICOCLI),
              one("dev.compat.agent.Sinner", PICOCLI));
      case BOOT_GATE_ON_THE_JDK_ALONE ->
          List.of(
              one("java.compat.Sinner", "java.sql.Driver driver;"),
              one("java.compat.Sinner", "org.slf4j.Logger[] loggers;"),
              one("java.compat.Sinner", "java.util.logging.Logger logger;"));
      case BOOT_GATE_WITHOUT_INVOKEDYNAMIC ->
          List.of(
              one("java.compat.Sinner", "Runnable nothing = () -> {};"),
              one("java.compat.Sinner", "String text(long a) { return \"a\" + a; }"));
      case ENTRY_POINT_ON_THE_JDK_ALONE ->
          List.of(one("dev.compat.agent.Sinner", "org.slf4j.Logger logger;"));
      case ENTRY_POINT_LOADS_ON_JAVA_8 -> List.of(one("dev.compat.agent.Sinner", ""));
      case NO_JDK_LOGGING ->
          List.of(
              one("dev.compat.state.Sinner", "{ System.getLogger(\"a\"); }"),
              one("java.compat.Sinner", "{ System.getLogger(\"a\", null); }"),
              one("dev.compat.agent.runtime.Sinner", "System.Logger logger;"),
              one("dev.compat.agent.runtime.Sinner", "java.util.logging.Level level;"));
      case LOGGING_IN_BACKGROUND ->
          List.of(one("dev.compat.flag.Sinner", "{ org.slf4j.LoggerFactory.getLogger(\"a\"); }"));
      case NO_MBEAN_SERVER ->
          List.of(
              one(
                  "dev.compat.agent.weave.Sinner",
                  "{ java.lang.management.ManagementFactory.getPlatformMBeanServer(); }"),
              one("dev.compat.flag.Sinner", "javax.management.ObjectName name;"));
      case PACKAGES_ARE_NULL_MARKED ->
          List.of(
              one("dev.compat.flag.Sinner", ""),
              Sources.of(
                  unit("dev.compat.flag.Sinner", ""),
                  source("dev/compat/flag/package-info.java", "package dev.compat.flag;")));
    };
  }

  private static Sources kept(HouseRule rule) {
    return switch (rule) {
      case CORE_KNOWS_NO_AGENT -> two("dev.compat.agent.link.Routes", "dev.compat.call.Router");
      case CORE_LEANS_DOWNWARDS -> two("dev.compat.rollout.Judge", "dev.compat.flag.Flag");
      case CORE_PACKAGE_HAS_A_PLACE -> two("dev.compat.Compat", "dev.compat.flag.share.Buckets");
      case CORE_PRINTS_NOTHING -> two("dev.compat.agent.cli.Cli", "dev.compat.flag.Flag");
      case AGENT_HAS_NO_CYCLES ->
          two("dev.compat.agent.link.Routes", "dev.compat.agent.weave.Refs");
      case BYTE_BUDDY_IN_WEAVE ->
          with("dev.compat.agent.weave.Weaver", BYTE_BUDDY, "dev.compat.agent.link.Routes");
      case GUICE_IN_CONTAINER ->
          with(
              "dev.compat.CompatModule",
              "static class Inner { " + GUICE + " }",
              "dev.compat.Other");
      case YAML_IN_CONFIG -> with("dev.compat.config.Reader", YAML, "dev.compat.flag.Flag");
      case PICOCLI_IN_CLI -> with("dev.compat.agent.cli.Cli", PICOCLI, "dev.compat.flag.Flag");
      case BOOT_GATE_ON_THE_JDK_ALONE ->
          one("java.compat.Gate", "java.lang.invoke.CallSite[] sites; int[][] counts; Gate next;");
      case BOOT_GATE_WITHOUT_INVOKEDYNAMIC ->
          one("java.compat.Gate", "Object nothing = new Object() {}; long a = 1L << 40;");
      case ENTRY_POINT_ON_THE_JDK_ALONE -> one("dev.compat.agent.Premain", "java.io.File jar;");
      case ENTRY_POINT_LOADS_ON_JAVA_8 -> one("dev.compat.agent.Premain", "").forRelease(8);
      case NO_JDK_LOGGING -> one("dev.compat.state.Store", "org.slf4j.Logger logger;");
      case LOGGING_IN_BACKGROUND ->
          with(
              "dev.compat.background.Log",
              "{ org.slf4j.LoggerFactory.getLogger(\"a\"); }",
              "dev.compat.flag.Flag");
      case NO_MBEAN_SERVER ->
          one(
              "dev.compat.agent.weave.Weaver",
              "{ java.lang.management.ManagementFactory.getRuntimeMXBean(); }");
      case PACKAGES_ARE_NULL_MARKED ->
          Sources.of(
              unit("dev.compat.flag.Flag", ""),
              source(
                  "dev/compat/flag/package-info.java",
                  "@org.jspecify.annotations.NullMarked package dev.compat.flag;"));
    };
  }

  private static final String BYTE_BUDDY = "net.bytebuddy.ByteBuddy buddy;";
  private static final String GUICE = "com.google.inject.Injector injector;";
  private static final String YAML = "tools.jackson.dataformat.yaml.YAMLMapper mapper;";
  private static final String PICOCLI = "picocli.CommandLine line;";

  private static Sources one(String type, String body) {
    return Sources.of(unit(type, body));
  }

  /** A class that leans on another. */
  private static Sources two(String type, String other) {
    return Sources.of(unit(type, other + " other;"), unit(other, ""));
  }

  /** A class with its body, and one beside it. */
  private static Sources with(String type, String body, String other) {
    return Sources.of(unit(type, body), unit(other, ""));
  }

  private static Sources.Source unit(String type, String body) {
    int dot = type.lastIndexOf('.');
    return source(
        type.replace('.', '/') + ".java",
        "package %s; public class %s { %s }"
            .formatted(type.substring(0, dot), type.substring(dot + 1), body));
  }
}
