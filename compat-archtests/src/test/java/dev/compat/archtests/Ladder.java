package dev.compat.archtests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/**
 * Packages below {@code root} in the order of who may lean on whom: each only on those before it,
 * which leaves no room for a cycle. The root itself is the face to the outside and no rung.
 */
record Ladder(String root, List<String> rungs) {

  /** Every rung leans on lower ones only. */
  ArchRule leansDownwards() {
    return rungs.stream()
        .limit(rungs.size() - 1)
        .map(this::leansDownwards)
        .reduce((one, other) -> CompositeArchRule.of(one).and(other))
        .orElseThrow();
  }

  private ArchRule leansDownwards(String rung) {
    return noClasses()
        .that()
        .resideInAPackage(within(rung))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above(rung))
        .allowEmptyShould(true);
  }

  /** A package without a place would be held by nothing. */
  ArchCondition<JavaClass> haveAPlace() {
    return new ArchCondition<>("have a place on the ladder " + rungs) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean placed = type.getPackageName().equals(root) || rungs.contains(rung(type));
        String message = type.getName() + " lies in a package without a place on " + rungs;
        events.add(new SimpleConditionEvent(type, placed, message));
      }
    };
  }

  private String rung(JavaClass type) {
    return type.getPackageName().substring(root.length() + 1).split("\\.", 2)[0];
  }

  private String[] above(String rung) {
    return rungs.stream().skip(rungs.indexOf(rung) + 1).map(this::within).toArray(String[]::new);
  }

  private String within(String rung) {
    return root + "." + rung + "..";
  }
}
