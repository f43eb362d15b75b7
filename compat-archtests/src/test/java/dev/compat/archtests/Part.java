package dev.compat.archtests;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Set;

/** The parts of the toolkit, told apart by their packages. */
final class Part {

  static final DescribedPredicate<JavaClass> BOOT =
      resideInAPackage("java.compat..").as("are of the boot gate");

  static final DescribedPredicate<JavaClass> ENTRY =
      resideInAPackage("dev.compat.agent").as("are of the entry point");

  static final DescribedPredicate<JavaClass> BEHIND_ENTRY =
      resideInAPackage("dev.compat.agent.*..").as("are of the agent behind its entry point");

  static final DescribedPredicate<JavaClass> OURS =
      resideInAnyPackage("dev.compat..", "java.compat..").as("are ours");

  static final DescribedPredicate<JavaClass> CORE =
      resideInAPackage("dev.compat..")
          .and(not(resideInAnyPackage("dev.compat.agent..", "dev.compat.archtests..")))
          .as("are of compat-core");

  static final DescribedPredicate<JavaClass> COMPAT_MODULE =
      belongTo(name("dev.compat.CompatModule")).as("are the public module type");

  static final DescribedPredicate<JavaClass> LOGGER_FACTORY =
      name("org.slf4j.LoggerFactory").<JavaClass>forSubtype().as("make loggers");

  static final Ladder LADDER =
      new Ladder(
          "dev.compat",
          List.of(
              "background",
              "compare",
              "config",
              "flag",
              "state",
              "evidence",
              "recording",
              "shadow",
              "call",
              "observe",
              "control",
              "container",
              "embed",
              "rollout",
              "junit"));

  private static final Set<String> JAVA_BASE_PACKAGES = Object.class.getModule().getPackages();

  static final DescribedPredicate<JavaClass> JAVA_BASE =
      describe(
          "are in java.base",
          type -> {
            JavaClass element = type.getBaseComponentType();
            return element.isPrimitive() || JAVA_BASE_PACKAGES.contains(element.getPackageName());
          });

  private Part() {}
}
