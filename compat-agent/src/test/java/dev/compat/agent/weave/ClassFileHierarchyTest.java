package dev.compat.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ClassFileHierarchyTest {

  static class Legacy {
    @Override
    public String toString() {
      return "legacy";
    }
  }

  static class Heir extends Legacy {
    @Override
    public String toString() {
      return "heir";
    }
  }

  /** What these extend is not known until somebody asks. */
  @SuppressWarnings("serial")
  static class Stranger extends ArrayList<String> {
    @Override
    public String toString() {
      return "stranger";
    }
  }

  @SuppressWarnings("serial")
  static class OtherStranger extends AtomicReference<String> {
    @Override
    public String toString() {
      return "other stranger";
    }
  }

  private final ClassFileHierarchy hierarchy =
      new ClassFileHierarchy(ClassFileHierarchyTest::classFile);

  private static byte[] classFile(String name) throws IOException {
    String file = name.replace('.', '/') + ".class";
    try (InputStream in = ClassLoader.getSystemResourceAsStream(file)) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  @Test
  void overriding_classes_are_found_among_those_whose_superclasses_are_yet_to_be_read()
      throws IOException {
    for (Class<?> each : List.of(Heir.class, Stranger.class, OtherStranger.class)) {
      hierarchy.add(LegacyShape.read(classFile(each.getName())));
    }
    LegacyShape legacy = LegacyShape.read(classFile(Legacy.class.getName()));
    MethodRef method = new MethodRef("toString", "()Ljava/lang/String;");

    assertThat(hierarchy.overriding(legacy, method)).containsExactly(Heir.class.getName());
  }
}
