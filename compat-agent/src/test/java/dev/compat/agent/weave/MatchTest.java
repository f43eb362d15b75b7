package dev.compat.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.agent.weave.Naming.Receiver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MatchTest {

  private static final int STATIC = 0x8;
  private static final int BRIDGE = 0x40;

  @Test
  void the_very_types_come_before_supertypes() {
    LegacyShape legacy = legacy("f(Ljava/lang/Object;)V", 0, "f(Lapp/A;)V", 0);

    assertThat(adapter("f(Ljava/lang/Object;)V", legacy)).isEqualTo("f(Object)");
    assertThat(adapter("f(Lapp/A;)V", legacy)).isEqualTo("f(A)");
    assertThat(adapter("f(Lapp/Upper;)V", legacy)).isEqualTo("f(A)");
  }

  @Test
  void what_belongs_to_the_platform_can_be_named() {
    LegacyShape legacy = legacy("f(Ljava/lang/String;I)V", 0);

    assertThat(adapter("f(Ljava/lang/Object;I)V", legacy)).contains("matches no method");
    assertThat(adapter("f(Ljava/lang/String;J)V", legacy))
        .contains("matches no method", "by that name it has void f(String, int)");
  }

  @Test
  void of_several_that_may_be_meant_the_signature_tells() {
    LegacyShape legacy = legacy("f(Lapp/A;)V", 0, "f(Lapp/B;)V", 0);

    assertThat(adapter("f(Ljava/lang/Object;)V", legacy))
        .isEqualTo(
            "may stand for void f(A) and void f(B); say for which, such as @Signature(\"f(A)\")");
    assertThat(adapter("g(Ljava/lang/Object;)V", Receiver.NOWHERE, "f(B)", legacy))
        .isEqualTo("f(B)");
    assertThat(adapter("g(Ljava/lang/Object;)V", Receiver.NOWHERE, " f ( app.B ) ", legacy))
        .isEqualTo("f(B)");
    assertThat(adapter("g(Ljava/lang/Object;)V", Receiver.NOWHERE, "f(C)", legacy))
        .contains("matches no method", "by that name it has void f(A), void f(B)");
  }

  @Test
  void a_receiver_comes_first_and_only_where_there_is_one() {
    LegacyShape legacy = legacy("f(I)V", 0, "s(I)V", STATIC);

    assertThat(adapter("f(Lapp/Legacy;I)V", Receiver.FIRST, null, legacy)).isEqualTo("f(int)");
    assertThat(adapter("f(Ljava/lang/Object;I)V", Receiver.FIRST, null, legacy))
        .isEqualTo("f(int)");
    assertThat(adapter("s(Lapp/Legacy;I)V", Receiver.FIRST, null, legacy))
        .contains("takes a @Receiver, but legacy app.Legacy.s(int) is static");
    assertThat(adapter("f(ILapp/Legacy;)V", Receiver.MISPLACED, null, legacy))
        .contains("not its first parameter; put it first");
    assertThat(adapter("f(JI)V", Receiver.FIRST, null, legacy))
        .contains("does not take the legacy object first");
  }

  @Test
  void an_original_takes_the_legacy_object_unless_the_method_is_static() {
    LegacyShape legacy = legacy("f(I)V", 0, "s(I)V", STATIC);
    Receiver original = Receiver.FIRST_UNLESS_STATIC;

    assertThat(adapter("f(Lapp/Legacy;I)V", original, null, legacy)).isEqualTo("f(int)");
    assertThat(adapter("s(I)V", original, null, legacy)).isEqualTo("s(int)");
    assertThat(adapter("f(I)V", original, null, legacy))
        .contains("matches no method", "behind the legacy object unless that is static");
    assertThat(adapter("s(Lapp/Legacy;I)V", original, null, legacy)).contains("matches no method");
  }

  @Test
  void results_fit_in_the_direction_in_which_they_go() {
    LegacyShape legacy = legacy("f()Lapp/A;", 0, "g()I", 0, "h()V", 0);

    assertThat(adapter("f()Ljava/lang/Object;", legacy)).isEqualTo("f()");
    assertThat(adapter("g()J", legacy)).contains("does not return what legacy");
    assertThat(adapter("h()Ljava/lang/Object;", legacy)).contains("does not return what legacy");
  }

  @Test
  void bridges_and_constructors_are_told_what_to_name_instead() {
    LegacyShape legacy =
        legacy("<init>(I)V", 0, "f(Ljava/lang/Object;)V", BRIDGE, "f(Lapp/A;)V", 0);

    assertThat(adapter("f(Ljava/lang/Object;)V", legacy)).isEqualTo("f(A)");
    LegacyShape natural = legacy("f(Ljava/lang/Object;)V", BRIDGE, "f(Ljava/lang/String;)V", 0);
    assertThat(adapter("f(Ljava/lang/Object;)V", natural))
        .contains("names a bridge", "by that name it has void f(String)");
    assertThat(adapter("Legacy(I)Lapp/Legacy;", legacy))
        .contains("names a constructor", "replace the method that calls it");
    assertThat(adapter("make(I)V", Receiver.NOWHERE, "<init>(int)", legacy))
        .contains("names a constructor");
  }

  private static String adapter(String method, LegacyShape legacy) {
    return adapter(method, Receiver.NOWHERE, null, legacy);
  }

  private static String adapter(
      String method, Receiver receiver, @Nullable String signature, LegacyShape legacy) {
    Naming naming = new Naming(ref(method), receiver, signature);
    Match match = Match.of(naming, legacy, Hierarchy.BY_NAME);
    MethodRef target = match.target();
    return target == null ? match.problem() + "; " + match.remedy() : target.signature();
  }

  private static LegacyShape legacy(Object... methods) {
    Map<MethodRef, Integer> access = new LinkedHashMap<>();
    for (int i = 0; i < methods.length; i += 2) {
      access.put(ref((String) methods[i]), (Integer) methods[i + 1]);
    }
    return new LegacyShape("app.Legacy", "java.lang.Object", List.of(), 1, "", access);
  }

  private static MethodRef ref(String method) {
    int open = method.indexOf('(');
    return new MethodRef(method.substring(0, open), method.substring(open));
  }
}
