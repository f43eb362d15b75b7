package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.compat.agent.order.Order;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be said of a process before it is touched. */
class JvmTest {

  private static final Jvm JVM = new Jvm(4711);

  @Test
  void another_users_process_is_for_that_user() {
    assertThatThrownBy(() -> JVM.requireSameUser(Optional.of("app"), Optional.of("root")))
        .hasMessage(
            "process 4711: it belongs to user app, this is root; run the command as its user, such"
                + " as with sudo -u app");
    assertThatCode(() -> JVM.requireSameUser(Optional.of("app"), Optional.of("app")))
        .doesNotThrowAnyException();
    assertThatCode(() -> JVM.requireSameUser(Optional.empty(), Optional.of("app")))
        .doesNotThrowAnyException();
  }

  @Test
  void what_its_options_forbid_is_said_with_the_option() {
    assertThatThrownBy(() -> JVM.requireLoading(List.of("-XX:+DisableAttachMechanism", "Main")))
        .hasMessage(
            "process 4711: it was started with -XX:+DisableAttachMechanism; start it with"
                + " -javaagent:compat-agent.jar=compat.yaml instead");
    assertThatThrownBy(() -> JVM.requireLoading(List.of("-XX:-EnableDynamicAgentLoading")))
        .hasMessage(
            "process 4711: it loads no agents while it runs: -XX:-EnableDynamicAgentLoading; start"
                + " it without that, or with -javaagent:compat-agent.jar=compat.yaml");
    assertThatCode(() -> JVM.requireLoading(List.of("-XX:+EnableDynamicAgentLoading")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "11", "16"})
  void a_jvm_that_is_too_old_is_left_alone(String version) {
    Properties properties = new Properties();
    properties.setProperty("java.specification.version", version);
    Path jar = Path.of("compat-agent.jar");
    Order order = new Order(Order.Verb.DETACH, jar, null, null, List.of(), Duration.ZERO, null);
    assertThatThrownBy(() -> new Errand(JVM, order, Duration.ZERO).requireVersion(properties))
        .hasMessage(
            "process 4711: it runs Java "
                + version
                + ", Compat needs 17 or later; nothing was changed in it");
  }

  @Test
  void a_process_that_is_not_there() {
    assertThatThrownBy(() -> Jvm.of(Long.MAX_VALUE))
        .hasMessage("process 9223372036854775807: there is no such process here; see 'attach'");
  }

  @Test
  void the_command_itself_is_not_meant() {
    assertThatThrownBy(() -> Jvm.of(ProcessHandle.current().pid()))
        .hasMessageEndingWith(": this is the command itself; give the number of the application");
  }

  @Test
  void a_number_is_needed() {
    assertThat(cli("attach", "pricing").code()).isEqualTo(2);
    assertThat(cli("attach", "pricing").err()).startsWith("Invalid value");
    assertThat(cli("detach").code()).isEqualTo(2);
  }

  @Test
  void an_order_survives_its_way_as_text() {
    Order order =
        new Order(
            Order.Verb.ATTACH,
            Path.of("a b.jar"),
            Path.of("c=d.yaml"),
            Path.of("state"),
            List.of("com.acme.A", "com.acme.B#b"),
            Duration.ofSeconds(3),
            Path.of("folder"));
    assertThat(Order.of(order.text())).isEqualTo(order);
  }
}
