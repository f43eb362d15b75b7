package dev.compat.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplingTest {

  private final Sampling sampling = new Sampling();
  private long calls;
  private long samples;
  private long weights;

  private void call(int times) {
    for (int i = 0; i < times; i++) {
      calls++;
      int weight = sampling.weight();
      if (weight != 0) {
        sampling.took();
        samples++;
        weights += weight;
      }
    }
  }

  @Test
  void few_calls_are_all_looked_at() {
    for (int tick = 0; tick < 100; tick++) {
      sampling.tick(10);
      call(4);
    }

    assertThat(samples).isEqualTo(400);
    assertThat(weights).isEqualTo(400);
  }

  @Test
  void many_calls_cost_no_more_samples_and_still_weigh_what_they_are() {
    for (int tick = 0; tick < 500; tick++) {
      sampling.tick(10);
      call(20_000);
    }

    assertThat(samples).isBetween(1_000L, 11_000L);
    assertThat(weights / (double) calls).isCloseTo(1, within(0.15));
  }

  @Test
  void a_burst_out_of_silence_is_held_at_once() {
    sampling.tick(10);
    call(1_000_000);

    assertThat(samples).isLessThan(300);
  }

  @Test
  void after_a_burst_few_calls_are_all_looked_at_again() {
    sampling.tick(10);
    call(1_000_000);
    for (int tick = 0; tick < 30; tick++) {
      sampling.tick(10);
    }
    samples = 0;

    call(9);

    assertThat(samples).isEqualTo(9);
  }
}
