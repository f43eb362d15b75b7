package dev.compat.archtests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.compat.archtests.Conditions.beOfClassFileVersion;
import static dev.compat.archtests.Conditions.invokeDynamically;
import static dev.compat.archtests.Conditions.lieInANullMarkedPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.ResourceBundle;

/** The rules that our own modules are held to, each with a stable id and the reason for it. */
enum HouseRule {
  CORE_KNOWS_NO_AGENT(
      "an application may embed compat-core without any agent",
      noClasses()
          .that(Part.CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.compat.agent..", "java.compat..")),

  CORE_LEANS_DOWNWARDS(
      "two packages that know each other are one package in two folders",
      classes().that(Part.CORE).should(Part.LADDER.leanDownwards())),

  CORE_PACKAGE_HAS_A_PLACE(
      "a package that is not on the ladder would be held by no rule",
      classes().that(Part.CORE).should(Part.LADDER.haveAPlace())),

  CORE_PRINTS_NOTHING(
      "standard output and error belong to the application",
      noClasses()
          .that(Part.CORE)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")),

  AGENT_HAS_NO_CYCLES(
      "two packages that know each other are one package in two folders",
      slices().matching("dev.compat.agent.(*)..").should().beFreeOfCycles()),

  BYTE_BUDDY_IN_WEAVE(
      "whatever knows bytecode can be got wrong, so it is in one place",
      outside(resideInAPackage("dev.compat.agent.weave.."))
          .should()
          .dependOnClassesThat(in("net.bytebuddy.."))),

  GUICE_IN_CONTAINER(
      "who embeds compat-core without a container need not have Guice",
      outside(resideInAPackage("dev.compat.container..").or(Part.COMPAT_MODULE))
          .should()
          .dependOnClassesThat(in("com.google.inject.."))),

  YAML_IN_CONFIG(
      "files are read in one place, where errors get their line; YAML is optional elsewhere",
      outside(resideInAPackage("dev.compat.config.."))
          .should()
          .dependOnClassesThat(in("tools.jackson.dataformat.yaml..", "org.snakeyaml.."))),

  PICOCLI_IN_CLI(
      "the command line is one of the ways in and nothing leans on it",
      outside(resideInAPackage("dev.compat.agent.cli.."))
          .should()
          .dependOnClassesThat(in("picocli.."))),

  BOOT_GATE_ON_THE_JDK_ALONE(
      "the bootstrap loader has nothing but java.base for certain",
      classes().that(Part.BOOT).should().onlyDependOnClassesThat(Part.JAVA_BASE.or(Part.BOOT))),

  BOOT_GATE_WITHOUT_INVOKEDYNAMIC(
      "a lambda or string concatenation links, and so can fail, in the middle of an application",
      noClasses().that(Part.BOOT).should(invokeDynamically())),

  ENTRY_POINT_ON_THE_JDK_ALONE(
      "the application's class path may hold any version of anything",
      classes()
          .that(Part.ENTRY)
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage("java..", "dev.compat.agent"))),

  ENTRY_POINT_LOADS_ON_JAVA_8(
      "an older JVM is told in one line that it is too old",
      classes().that(Part.ENTRY).should(beOfClassFileVersion(52))),

  NO_JDK_LOGGING(
      "an application's logging is never initialised by us",
      noClasses()
          .that(Part.OURS)
          .should()
          .callMethod(System.class, "getLogger", String.class)
          .orShould()
          .callMethod(System.class, "getLogger", String.class, ResourceBundle.class)
          .orShould(dependOnClassesThat(in("java.util.logging..")))
          .orShould(dependOnClassesThat(type(System.Logger.class)))),

  LOGGING_IN_BACKGROUND(
      "an appender that hangs would hang whoever speaks to it",
      outside(resideInAnyPackage("dev.compat.background..", "dev.compat.agent.log.."))
          .should()
          .dependOnClassesThat(Part.LOGGER_FACTORY)),

  NO_MBEAN_SERVER(
      "the first to touch it decides which implementation the application gets",
      noClasses()
          .that(Part.OURS)
          .should()
          .callMethod(ManagementFactory.class, "getPlatformMBeanServer")
          .orShould(dependOnClassesThat(in("javax.management..")))),

  PACKAGES_ARE_NULL_MARKED(
      "an unmarked package is one where NullAway looks away",
      classes()
          .that(Part.OURS.and(not(Part.BOOT.or(Part.ENTRY))))
          .should(lieInANullMarkedPackage()));

  final ArchRule rule;

  HouseRule(String reason, ArchRule rule) {
    this.rule = rule.as(id() + ": " + rule.getDescription()).because(reason);
  }

  private String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return id();
  }

  private static GivenClassesConjunction outside(DescribedPredicate<JavaClass> home) {
    return noClasses().that(Part.OURS.and(not(home)));
  }

  private static DescribedPredicate<JavaClass> in(String... packages) {
    return resideInAnyPackage(packages);
  }
}
