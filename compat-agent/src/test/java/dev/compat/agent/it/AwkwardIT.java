package dev.compat.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.workbench.ForkedJvm;
import dev.compat.agent.workbench.Workbench;
import dev.compat.state.MigrationStatus.Arming;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Legacy classes as they are: types out of reach, overrides, bridges, generics, factories. */
class AwkwardIT {

  private static final String HIDDEN =
      """
      package app;
      class Hidden {
        private final String text;
        Hidden(String text) { this.text = text; }
        public String toString() { return text; }
      }
      """;
  private static final String LEAF = "package app; enum Leaf { ONE }";
  private static final String TWIG = "package app; enum Twig { ONE }";
  private static final String TREE =
      """
      package app;
      public class Tree {
        public String show(String text) { return label(new Hidden(text), new Hidden[0]); }
        String label(Hidden hidden, Hidden[] more) { return "legacy " + hidden; }
        Hidden wrap(String text) { return new Hidden("legacy " + text); }
        public String wrapped(String text) {
          try { return wrap(text).toString(); } catch (ClassCastException e) { return "no Hidden"; }
        }
        public String visit() { return visit(Leaf.ONE) + " " + visit(Twig.ONE); }
        String visit(Leaf leaf) { return "leaf"; }
        String visit(Twig twig) { return "twig"; }
      }
      """;
  private static final String BASE =
      """
      package app;
      public class Base {
        public String greet(String who) { return "legacy " + who; }
        public Object covariant() { return "legacy base"; }
      }
      """;
  private static final String SUB =
      """
      package app;
      public class Sub extends Base {
        public String greet(String who) { return "sub of " + super.greet(who); }
        public String covariant() { return "legacy sub"; }
      }
      """;
  private static final String SORTED =
      """
      package app;
      public abstract class Sorted<T extends Comparable<T>> {
        public T largest(T one, T other) { return one.compareTo(other) > 0 ? one : other; }
        public abstract T best(T one);
      }
      """;
  private static final String NAMES =
      """
      package app;
      public class Names extends Sorted<String> {
        public String best(String one) { return "legacy " + one; }
      }
      """;
  private static final String MONEY =
      """
      package app;
      public class Money {
        private final long cents;
        public Money(long cents) { this.cents = cents; }
        public long cents() { return cents; }
        public static Money of(long cents) { return new Money(cents); }
      }
      """;
  private static final String FAILING =
      """
      package app;
      public class Failing {
        public static int parse(String text) throws java.text.ParseException {
          throw new java.text.ParseException("legacy", 0);
        }
        public static String tryIt(String text) {
          try { return "" + parse(text); } catch (java.text.ParseException e) { return e.getMessage(); }
        }
      }
      """;
  private static final String MAIN =
      """
      package app;
      import java.io.*;
      public class Main {
        public static void main(String[] args) throws Exception {
          BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
          Tree tree = new Tree();
          Base base = new Base();
          Base sub = new Sub();
          Sorted<String> names = new Names();
          for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(tree.show(line) + "|" + tree.wrapped(line) + "|" + tree.visit()
                + "|" + base.greet(line) + "|" + sub.greet(line) + "|" + sub.covariant()
                + "|" + names.largest("a", "b") + "|" + names.best(line)
                + "|" + Money.of(5).cents() + "|" + Failing.tryIt(line));
          }
        }
      }
      """;
  private static final String LEGACY_ANSWERS =
      "legacy x|legacy x|leaf twig|legacy x|sub of legacy x|legacy sub|b|legacy x|5|legacy";
  private static final String NEW_ANSWERS =
      "new x|legacy new x|new leaf new twig|new x|sub of new x|new sub|a|new x|500|new";

  private static final String[] ADAPTERS = {
    """
    package plug;
    import dev.compat.*;
    @Replaces(value = app.Tree.class, migration = "awkward")
    @Effects(replacement = Effect.NONE)
    class TreeAdapter {
      @Original interface Legacy { Object wrap(app.Tree tree, String text); }
      @jakarta.inject.Inject Legacy legacy;
      String label(Object hidden, Object[] more) { return "new " + hidden; }
      Object wrap(@Receiver app.Tree tree, String text) {
        return text.equals("bad") ? "no Hidden" : legacy.wrap(tree, "new " + text);
      }
      @Signature("visit(Leaf)") String leaf(Object leaf) { return "new leaf"; }
      @Signature("visit(app.Twig)") String twig(Object twig) { return "new twig"; }
    }
    """,
    """
    package plug;
    import dev.compat.*;
    @Replaces(value = app.Base.class, migration = "awkward")
    @Effects(replacement = Effect.NONE)
    class BaseAdapter {
      String greet(String who) { return "new " + who; }
      String covariant() { return "new base"; }
    }
    """,
    """
    package plug;
    import dev.compat.*;
    @Replaces(value = app.Sub.class, migration = "awkward")
    @Effects(replacement = Effect.NONE)
    class SubAdapter { String covariant() { return "new sub"; } }
    """,
    """
    package plug;
    import dev.compat.*;
    @Replaces(value = app.Sorted.class, migration = "awkward")
    @Effects(replacement = Effect.NONE)
    class SortedAdapter<T extends Comparable<T>> {
      T largest(T one, T other) { return one.compareTo(other) < 0 ? one : other; }
    }
    """,
    """
    package plug;
    import dev.compat.*;
    @Replaces(value = app.Names.class, migration = "awkward")
    @Effects(replacement = Effect.NONE)
    class NamesAdapter { String best(String one) { return "new " + one; } }
    """,
    """
    package plug;
    import dev.compat.*;
    @Replaces(value = app.Money.class, migration = "awkward")
    @Effects(replacement = Effect.NONE)
    class MoneyAdapter {
      NewMoney of(long cents) { return new NewMoney(cents); }
    }
    """,
    """
    package plug;
    class NewMoney extends app.Money {
      NewMoney(long cents) { super(cents); }
      @Override public long cents() { return 100 * super.cents(); }
    }
    """,
    """
    package plug;
    import dev.compat.*;
    @Replaces(value = app.Failing.class, migration = "awkward")
    @Effects(replacement = Effect.NONE)
    class FailingAdapter {
      int parse(String text) throws java.text.ParseException {
        throw new java.text.ParseException("new", 0);
      }
    }
    """
  };

  @TempDir Path folder;
  private Workbench bench;

  @BeforeEach
  void prepare() {
    bench = new Workbench(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {47, 61})
  void a_call_is_answered_by_whom_its_route_says(int classFileVersion) {
    Path app = application(classFileVersion);
    configure(bench.plugin("plugin.jar", List.of(app), List.of(), ADAPTERS));
    bench.flags("awkward: {route: legacy}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("x")).isEqualTo(LEGACY_ANSWERS);
      bench.flags("awkward: {route: shadow, shadow: {overflow: wait}}");
      jvm.awaitArmed("awkward");
      assertThat(jvm.ask("x")).isEqualTo(LEGACY_ANSWERS);
      jvm.awaitReport(
          "visit(Leaf) · result",
          "label · result",
          "greet · result",
          "covariant · result",
          "largest · result",
          "best · result",
          "parse · thrown");

      bench.flags("awkward: {route: new}");
      jvm.await("awkward", status -> status.route().equals("new"));
      assertThat(jvm.ask("x")).isEqualTo(NEW_ANSWERS);
      assertThat(jvm.ask("bad").split("\\|")[1])
          .as("what is no Hidden is the adapter's failure")
          .isEqualTo("no Hidden");
      jvm.awaitLog("app.Base.greet(String) is overridden by app.Sub: calls of objects of those");
      assertThat(jvm.end()).isZero();
      assertThat(jvm.errors()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void an_adapter_that_names_what_cannot_be_replaced_is_told_what_to_name(Mistake wrong) {
    Path app = application(61);
    configure(
        bench.plugin("plugin.jar", List.of(app), List.of(), adapter(wrong.legacy, wrong.method)));
    bench.flags("awkward: {route: new}");

    try (ForkedJvm jvm = bench.start("app.Main", app)) {
      assertThat(jvm.ask("x")).isEqualTo(LEGACY_ANSWERS);
      String why = jvm.await("awkward", status -> status.arming() == Arming.FAILED).reason();
      assertThat(why).contains(wrong.told);
      assertThat(jvm.ask("x")).isEqualTo(LEGACY_ANSWERS);
    }
  }

  enum Mistake {
    INHERITED(
        "app.Names",
        "Comparable largest(Comparable one, Comparable other) { return one; }",
        "it inherits that; name the class that declares it: app.Sorted"),
    CONSTRUCTOR(
        "app.Money",
        "app.Money Money(long cents) { return null; }",
        "names a constructor of legacy app.Money; constructors always run: replace the method that"
            + " calls it"),
    AMBIGUOUS(
        "app.Tree",
        "String visit(Object node) { return null; }",
        "may stand for String visit(Leaf) and String visit(Twig); say for which, such as"
            + " @Signature(\"visit(Leaf)\")"),
    BRIDGE(
        "app.Names",
        "Comparable best(Comparable one) { return one; }",
        "names a bridge of legacy app.Names; by that name it has String best(String)"),
    STATIC(
        "app.Money",
        "app.Money of(@Receiver app.Money money, long cents) { return money; }",
        "takes a @Receiver, but legacy app.Money.of(long) is static; take the parameter away"),
    CHECKED(
        "app.Base",
        "String greet(String who) throws java.io.IOException { return who; }",
        "throws java.io.IOException, which legacy does not declare");

    private final String legacy;
    private final String method;
    private final String told;

    Mistake(String legacy, String method, String told) {
      this.legacy = legacy;
      this.method = method;
      this.told = told;
    }
  }

  private static String adapter(String legacy, String method) {
    return """
    package plug;
    import dev.compat.*;
    @Replaces(value = LEGACY.class, migration = "awkward")
    class WrongAdapter { METHOD }
    """
        .replace("LEGACY", legacy)
        .replace("METHOD", method);
  }

  private void configure(Path plugin) {
    bench.file(
        "compat.yaml",
        "plugins:\n  - path: " + plugin + "\nstate: state\nvalues: all\nreport: 1s\n");
  }

  /** Which came with class files of version 49. */
  private static String withoutEnums(String source) {
    return source.replaceAll(
        "enum (\\w+) \\{ ONE \\}", "class $1 { static final $1 ONE = new $1(); }");
  }

  private Path application(int classFileVersion) {
    String[] sources = {HIDDEN, LEAF, TWIG, TREE, BASE, SUB, SORTED, NAMES, MONEY, FAILING, MAIN};
    Map<String, byte[]> classes =
        classFileVersion < 52
            ? OldClassFiles.compile(
                classFileVersion,
                Stream.of(sources).map(AwkwardIT::withoutEnums).toArray(String[]::new))
            : Workbench.compile(List.of(), sources);
    return bench.pack("app.jar", classes, Map.of());
  }
}
