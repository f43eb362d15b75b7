package dev.compat.archtests;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** What our rules ask of a class that ArchUnit has no word for. */
final class Conditions {

  private Conditions() {}

  static ArchCondition<JavaClass> invokeDynamically() {
    return condition(
        "use invokedynamic",
        type -> ClassFile.of(type).invokesDynamically(),
        type -> type.getName() + " has a lambda, a string concatenation or another invokedynamic");
  }

  static ArchCondition<JavaClass> beOfClassFileVersion(int version) {
    return condition(
        "be of class file version " + version,
        type -> ClassFile.of(type).version() == version,
        type -> type.getName() + " is of class file version " + ClassFile.of(type).version());
  }

  static ArchCondition<JavaClass> lieInANullMarkedPackage() {
    return condition(
        "lie in a @NullMarked package",
        type -> type.getPackage().isAnnotatedWith(NullMarked.class),
        type -> type.getName() + " lies in a package without a @NullMarked package-info");
  }

  private static ArchCondition<JavaClass> condition(
      String description, Predicate<JavaClass> holds, Function<JavaClass, String> message) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(new SimpleConditionEvent(type, holds.test(type), message.apply(type)));
      }
    };
  }
}
