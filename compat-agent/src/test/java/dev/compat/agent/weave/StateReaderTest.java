package dev.compat.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.it.OldClassFiles;
import dev.compat.agent.workbench.Workbench;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateReaderTest {

  private static final String CLASSES =
      """
      package app;
      import java.math.BigDecimal;
      import java.util.*;
      class Stateless {
        private final String name;
        private final BigDecimal rate;
        private final Mode mode;
        private final Money price;
        private int count;
        static int calls;
        Stateless(String name, Money price) {
          this.name = name; this.rate = BigDecimal.ONE; this.mode = Mode.ON; this.price = price;
          this.count = 3;
        }
        int get() { calls++; return count; }
      }
      class Nothing {}
      final class Money {
        private final BigDecimal amount; private final Money next;
        Money(BigDecimal amount, Money next) { this.amount = amount; this.next = next; }
      }
      enum Mode { ON, OFF }
      class Below extends Stateless { Below() { super("x", null); } }
      class Counting { private int count; int next() { return ++count; } }
      class BelowCounting extends Counting { final String name = "x"; }
      class Lazy { private String text; String text() { if (text == null) text = "x"; return text; } }
      class Open { int count; }
      class Caching { private final Map<String, String> cache = new HashMap<>(); }
      class Filled { private final int[] table = new int[3]; }
      class Locking { private final Object lock = new Object(); }
      class Nested {
        private int count;
        class Inner { void count() { count++; } }
      }
      class Holding { private final Loose loose = new Loose(); }
      class Loose { private final int x = 1; }
      class Formatting extends java.text.SimpleDateFormat {}
      class Thrower extends Exception { final int code = 1; }
      abstract class Template { int quote() { return rate(); } abstract int rate(); }
      class Filling extends Template { int rate() { return 1; } }
      interface Counter { int count(); default int next() { return count() + 1; } }
      """;

  private static final Map<String, byte[]> NOW = Workbench.compile(List.of(), CLASSES);

  @ParameterizedTest
  @CsvSource({"Stateless", "Nothing", "Money", "Below", "Filling"})
  void what_is_assigned_in_constructors_alone_and_immutable_is_no_state(String name) {
    assertThat(read(NOW, name)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Counting      | field 'count' of app.Counting is assigned in next()",
        "BelowCounting | field 'count' of app.Counting is assigned in next()",
        "Lazy          | field 'text' of app.Lazy is assigned in text()",
        "Open          | field 'count' of app.Open is neither final nor private",
        "Caching       | field 'cache' of app.Caching holds a java.util.Map, which may change",
        "Filled        | field 'table' of app.Filled holds a int[], which may change",
        "Locking       | field 'lock' of app.Locking holds a java.lang.Object, which may change",
        "Nested        | field 'count' of app.Nested is assigned in app.Nested$Inner.count()",
        "Holding       | field 'loose' of app.Holding holds a app.Loose, which may change",
        "Template      | app.Template is abstract, and what the objects of its subclasses keep is not known",
        "Counter       | app.Counter is an interface, and what the objects of its subclasses keep is not known",
        "Missing       | the class file of app.Missing cannot be read"
      })
  void the_first_thing_that_may_change_is_named(String name, String why) {
    assertThat(read(NOW, name)).isEqualTo(why);
  }

  @Test
  void superclasses_of_the_jdk_are_read_too() {
    assertThat(read(NOW, "Formatting")).startsWith("field '").contains(" of java.text.");
    assertThat(read(NOW, "Thrower")).contains(" of java.lang.Throwable ");
  }

  @Test
  void a_superclass_that_cannot_be_read_may_change() {
    Map<String, byte[]> without = new TreeMap<>(NOW);
    without.remove("app/Stateless.class");

    assertThat(read(without, "Below")).isEqualTo("the class file of app.Stateless cannot be read");
    without.put("app/Stateless.class", new byte[] {1, 2, 3});
    assertThat(read(without, "Below")).isEqualTo("the class file of app.Stateless cannot be read");
  }

  @Test
  void a_nest_that_cannot_be_read_may_assign() {
    Map<String, byte[]> without = new TreeMap<>(NOW);
    without.remove("app/Nested$Inner.class");

    assertThat(read(without, "Nested"))
        .isEqualTo(
            "field 'count' of app.Nested is assigned in app.Nested$Inner, which cannot be read");
  }

  @Test
  void class_files_of_the_year_2002_are_read_too() {
    Map<String, byte[]> old =
        OldClassFiles.compile(
            47,
            """
            package app;
            public class Counting { private int count; int next() { return ++count; } }
            """,
            """
            package app;
            public class Stateless { private final int x; Stateless(int x) { this.x = x; } }
            """,
            """
            package app;
            public class Nested {
              private int count;
              class Inner { void count() { count = 1; } }
            }
            """);

    assertThat(read(old, "Stateless")).isNull();
    assertThat(read(old, "Counting")).endsWith("is assigned in next()");
    assertThat(read(old, "Nested")).contains("is assigned in ");
  }

  private static String read(Map<String, byte[]> classes, String name) {
    return StateReader.read("app." + name, wanted -> find(classes, wanted));
  }

  private static byte[] find(Map<String, byte[]> classes, String name) throws IOException {
    String file = name.replace('.', '/') + ".class";
    if (classes.containsKey(file) || name.startsWith("app.")) {
      return classes.get(file);
    }
    try (InputStream in = ClassLoader.getPlatformClassLoader().getResourceAsStream(file)) {
      return in == null ? null : in.readAllBytes();
    }
  }
}
