package dev.compat.samples.orders;

import dev.compat.samples.kit.Await;
import dev.compat.samples.kit.Deployment;
import dev.compat.samples.kit.Heartbeat;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Somebody who edits the flags of an application under load, and watches what it does. Used by one
 * thread.
 */
final class Operator {

  private final Deployment deployment;
  private final Application application;
  private final Traffic traffic;

  /** How many comparisons were known of when the counts last stood still. */
  private long compared;

  Operator(Deployment deployment, Application application, Traffic traffic) {
    this.deployment = deployment;
    this.application = application;
    this.traffic = traffic;
  }

  /**
   * Writes the flags and waits until they are in force for the layers named.
   *
   * @throws IOException if one of them cannot be armed
   */
  void apply(Flags flags, Layer... layers) throws IOException, InterruptedException {
    deployment.write(Deployment.FLAGS, flags.text());
    String fingerprint = deployment.fingerprint();
    for (Layer layer : layers) {
      Await.until(
          layer + " in force; it said " + Heartbeat.of(deployment, layer.toString()),
          () -> isSettled(layer, fingerprint));
      Heartbeat said = Heartbeat.of(deployment, layer.toString());
      if (said.arming().equals("FAILED") || !application.isAlive()) {
        throw new IOException(layer + ": " + said + "; it said:\n" + application.errors());
      }
    }
  }

  private boolean isSettled(Layer layer, String fingerprint) throws IOException {
    Heartbeat said = Heartbeat.of(deployment, layer.toString());
    boolean armed = said.arming().matches("ARMED|FAILED") || said.route().startsWith("legacy");
    return !application.isAlive() || (armed && said.flags().equals(fingerprint));
  }

  /** How many calls each of the layers gets while so many more replies come. */
  List<Counts> count(long replies, Layer... layers) throws IOException, InterruptedException {
    List<Counts> before = settled(layers);
    traffic.await(replies);
    List<Counts> after = settled(layers);
    return IntStream.range(0, layers.length)
        .mapToObj(index -> after.get(index).minus(before.get(index)))
        .toList();
  }

  /** What was counted once all that was asked so far is compared too. */
  private List<Counts> settled(Layer... layers) throws IOException, InterruptedException {
    return traffic.quiet(
        () -> {
          List<Counts> now = next(layers);
          while (compared(now) != compared) {
            compared = compared(now);
            now = next(layers);
          }
          return now;
        });
  }

  private static long compared(List<Counts> counts) {
    return counts.stream().mapToLong(Counts::compared).sum();
  }

  /** What the next heartbeat says. */
  private List<Counts> next(Layer... layers) throws IOException, InterruptedException {
    Instant asked = Instant.now();
    Await.until("a heartbeat", () -> at().isAfter(asked) || !application.isAlive());
    List<Counts> counts = new ArrayList<>();
    for (Layer layer : layers) {
      counts.add(Counts.of(Heartbeat.of(deployment, layer.toString())));
    }
    return counts;
  }

  private Instant at() throws IOException {
    String at = Heartbeat.of(deployment, Layer.TAX.toString()).at();
    return at.isEmpty() ? Instant.EPOCH : Instant.parse(at);
  }
}
