package dev.compat.archtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our own modules, as they have just been built, under our own rules. */
class HouseTest {

  /** Packages that a rule is about and that are not written yet; to be taken off when they are. */
  private static final Set<String> NOT_YET = Set.of("dev.compat.rollout");

  private static JavaClasses house;

  @BeforeAll
  static void enter() {
    house = House.all();
  }

  @ParameterizedTest
  @EnumSource
  void our_modules_keep(HouseRule rule) {
    rule.rule.check(house);
  }

  @Test
  void every_package_that_a_rule_is_about_exists_or_is_known_to_be_missing() {
    Set<String> named =
        Stream.concat(
                Part.LADDER.rungs().stream().map(rung -> "dev.compat." + rung),
                Stream.of(
                    "java.compat",
                    "dev.compat.agent",
                    "dev.compat.agent.weave",
                    "dev.compat.agent.cli"))
            .collect(Collectors.toCollection(TreeSet::new));
    named.removeAll(packages(house));

    assertThat(named).isEqualTo(NOT_YET);
  }

  @Test
  void what_a_rule_keeps_in_one_package_is_used_there() {
    assertThat(thatUse("net.bytebuddy")).isNotEmpty();
    assertThat(thatUse("com.google.inject")).isNotEmpty();
    assertThat(thatUse("tools.jackson.dataformat.yaml")).isNotEmpty();
    assertThat(thatUse("picocli")).isNotEmpty();
  }

  @Test
  void no_package_is_split_between_modules() {
    assertThat(House.core()).allMatch(Part.CORE);
    assertThat(House.agent()).allMatch(Part.BOOT.or(Part.BEHIND_ENTRY));
    assertThat(House.boot()).allMatch(Part.BOOT);
    assertThat(House.premain()).allMatch(Part.ENTRY);
  }

  @Test
  void a_folder_without_classes_is_an_error_with_a_remedy(@TempDir Path empty) {
    assertThatThrownBy(() -> House.read(empty))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no classes in " + empty)
        .hasMessageEndingWith("./mvnw verify at the top");
  }

  private static Set<String> packages(JavaClasses classes) {
    return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
  }

  private static Stream<JavaClass> thatUse(String packages) {
    return house.stream()
        .filter(
            type ->
                type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(to -> to.getTargetClass().getPackageName().startsWith(packages)));
  }
}
