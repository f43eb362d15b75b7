package dev.compat.archtests;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/**
 * Packages below {@code root} in the order of who may lean on whom: each only on those before it,
 * which leaves no room for a cycle. The root itself is the face to the outside and no rung.
 */
record Ladder(String root, List<String> rungs) {

  /** A class leans on its own rung and on lower ones only. */
  ArchCondition<JavaClass> leanDownwards() {
    return new ArchCondition<>("lean downwards on " + rungs) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          boolean downwards = isRoot(type) || height(dependency.getTargetClass()) <= height(type);
          events.add(new SimpleConditionEvent(type, downwards, dependency.getDescription()));
        }
      }
    };
  }

  /** A package without a place would be held by nothing. */
  ArchCondition<JavaClass> haveAPlace() {
    return new ArchCondition<>("have a place on " + rungs) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean placed = isRoot(type) || height(type) >= 0;
        String message = type.getName() + " lies in a package without a place on " + rungs;
        events.add(new SimpleConditionEvent(type, placed, message));
      }
    };
  }

  private boolean isRoot(JavaClass type) {
    return type.getPackageName().equals(root);
  }

  /** The number of the type's rung, from below; -1 if it is on none. */
  private int height(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith(root + ".")
        ? rungs.indexOf(name.substring(root.length() + 1).split("\\.", 2)[0])
        : -1;
  }
}
