package dev.compat.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinkTest {

  private static final StackTraceElement JDK =
      new StackTraceElement(null, "java.base", "17", "java.lang.Thread", "sleep", "Thread.java", 1);
  private static final StackTraceElement POOL =
      new StackTraceElement("app", null, null, "app.Pool", "open", "Pool.java", 2);
  private static final StackTraceElement PLUGIN =
      new StackTraceElement(
          "compat-plugin:other.jar", null, null, "plug.Module", "pool", "Module.java", 3);
  private static final StackTraceElement OURS =
      new StackTraceElement(null, null, null, "dev.compat.Rehearsal", "run", "Rehearsal.java", 4);

  @Test
  void where_a_plugin_is_that_takes_long_is_said() {
    assertThat(Link.slow("other", new StackTraceElement[] {JDK, POOL, PLUGIN, OURS}))
        .isEqualTo(
            "other: still being armed after 10 s, legacy answers;"
                + " its plugin is at app//app.Pool.open(Pool.java:2)");
  }

  @Test
  void a_plugin_is_not_blamed_where_the_machine_is_slow() {
    assertThat(Link.slow("other", new StackTraceElement[] {JDK, OURS}))
        .isEqualTo("other: still being armed after 10 s, legacy answers");
    assertThat(Link.slow("other", new StackTraceElement[0]))
        .isEqualTo("other: still being armed after 10 s, legacy answers");
  }
}
