package dev.compat.samples.billing;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs one test class, as a build would, in a JVM of its own. */
public final class TestRun {

  private TestRun() {}

  /**
   * Prints why tests fail, and exits with 0 when some ran and none did.
   *
   * @param args the name of the class
   */
  public static void main(String[] args) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(args[0]))
            .build();
    LauncherFactory.create().execute(request, listener);
    var summary = listener.getSummary();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    summary.getFailures().forEach(failure -> out.println(failure.getException().getMessage()));
    out.println(
        summary.getTestsSucceededCount() + " of " + summary.getTestsStartedCount() + " passed");
    boolean isGood = summary.getTestsSucceededCount() > 0 && summary.getTotalFailureCount() == 0;
    System.exit(isGood ? 0 : 1);
  }
}
