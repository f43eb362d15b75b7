package dev.compat.agent.cli;

import static dev.compat.agent.cli.Asked.cli;
import static org.assertj.core.api.Assertions.assertThat;

import dev.compat.compare.Comparison;
import dev.compat.compare.Outcome;
import dev.compat.config.CompatConfig;
import dev.compat.evidence.Evidence;
import dev.compat.evidence.EvidenceLog;
import dev.compat.evidence.TrialResult;
import dev.compat.recording.FileRecorder;
import dev.compat.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegressionTestTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final String QUOTE =
      Fixtures.LegacyPricing.class.getName() + "#quote(String, int)";

  @TempDir Path folder;

  /** One mismatch of a process that ran with {@code values}. */
  private void mismatch(String values, String sku) throws Exception {
    Fixtures.jar(folder.resolve("plugin.jar"), "", Fixtures.PricingAdapter.class);
    Files.writeString(folder.resolve("flags.yaml"), "flags: {pricing: {route: shadow}}");
    Path file =
        Files.writeString(
            folder.resolve("compat.yaml"), "plugins: [plugin.jar]\nstate: state/\n" + values);
    CompatConfig config = CompatConfig.read(file);
    Evidence evidence = Evidence.of(config, FileRecorder.of(config));
    Outcome legacy = Outcome.returned(sku + 3);
    Outcome replacement = Outcome.returned("3" + sku);
    var trials = evidence.joinPoint("pricing", QUOTE).shadow();
    trials.begun();
    trials.compared(
        new TrialResult(
            Comparison.exact().compare(legacy, replacement),
            null,
            List.of(sku, 3),
            legacy,
            replacement,
            null,
            false,
            NOON));
    StateFolder state = StateFolder.at(folder.resolve("state"));
    Files.createDirectories(state.evidenceFile("web-1-7-1000").getParent());
    new EvidenceLog(state.evidenceFile("web-1-7-1000"), "web-1-7-1000", NOON)
        .append(evidence.snapshot(), NOON, "r1", "a1");
  }

  private Asked junit(String name) {
    return cli(
        "report",
        "--junit",
        name,
        "--to",
        folder.resolve("tests"),
        "--config",
        folder.resolve("compat.yaml"));
  }

  @Test
  void a_mismatch_becomes_a_test_beside_the_adapter() throws Exception {
    mismatch("values: all\n", "A-1");

    Asked asked = junit("M1");

    Path file = folder.resolve("tests/dev/compat/agent/cli/QuoteM1Test.java");
    assertThat(asked.err()).isEmpty();
    assertThat(asked.out()).isEqualTo("M1  written to " + file + "\n");
    assertThat(asked.code()).isZero();
    assertThat(file)
        .content()
        .contains(
            "package dev.compat.agent.cli;",
            " * Mismatch M1 of migration pricing: result, text.\n",
            " * The smallest of 1 call that differ so. Written by 'report --junit'.\n",
            "    LegacyCall.of(\"" + QUOTE + "\")\n",
            "        .given(\"A-1\", 3)\n",
            "        .returned(\"A-13\")\n",
            "        .isAnsweredBy(Fixtures.PricingAdapter.class);\n");
    assertThat(junit("M1").err())
        .isEqualTo(file + " is there already; delete it, or name another folder with --to\n");
  }

  @Test
  void where_no_values_were_kept_that_is_said_with_the_remedy() throws Exception {
    mismatch("", "A-1");

    Asked asked = junit("M1");

    assertThat(asked.err())
        .startsWith("no values are kept of M1, and a test needs them; write 'values: all'");
    assertThat(asked.code()).isEqualTo(2);
    assertThat(folder.resolve("tests")).doesNotExist();
  }

  @Test
  void what_was_redacted_makes_no_test() throws Exception {
    mismatch("values: redacted\nredact: {paths: ['arg(0)']}\n", "A-1");

    assertThat(junit("M1").err())
        .isEqualTo("the example of M1 is redacted at arg(0), and a test needs what is there\n");
  }

  @Test
  void a_group_that_is_not_there_is_an_error_that_says_which_are() throws Exception {
    mismatch("values: all\n", "A-1");

    assertThat(junit("M7").err()).isEqualTo("there is no mismatch group M7; there are M1 to M1\n");
  }
}
