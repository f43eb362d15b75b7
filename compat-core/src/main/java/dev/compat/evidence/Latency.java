package dev.compat.evidence;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * How long something took: percentiles in nanoseconds, rounded up to 1 %, and the histogram they
 * are from.
 *
 * <p>Percentiles cannot be merged, so the histogram travels along, in HdrHistogram's compressed
 * encoding as Base64; the sum of two is exact.
 *
 * @param count how many were timed; when 0 everything else means nothing
 * @param p50 the median
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param max the longest
 * @param histogram the encoded histogram; empty when nothing was timed
 */
public record Latency(long count, long p50, long p95, long p99, long max, String histogram) {

  static final Latency NONE = new Latency(0, 0, 0, 0, 0, "");

  static Latency of(Histogram histogram) {
    return new Latency(
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(95),
        histogram.getValueAtPercentile(99),
        histogram.getMaxValue(),
        encode(histogram));
  }

  private static String encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  /** The quantile, from 0 to 1, in nanoseconds; only where something was timed. */
  long at(double quantile) {
    return decode().getValueAtPercentile(100 * quantile);
  }

  Latency plus(Latency other) {
    if (count == 0 || other.count == 0) {
      return count == 0 ? other : this;
    }
    Histogram sum = Durations.empty();
    sum.add(decode());
    sum.add(other.decode());
    return of(sum);
  }

  /**
   * The histogram itself.
   *
   * @throws IllegalArgumentException when the text is no histogram
   */
  private Histogram decode() {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(histogram));
      return Histogram.decodeFromCompressedByteBuffer(bytes, Durations.LONGEST);
    } catch (DataFormatException | RuntimeException e) {
      throw new IllegalArgumentException("the latency histogram of a record is damaged", e);
    }
  }

  /** Fails where the histogram is not one, so that a damaged line is found when it is read. */
  void check() {
    if (count != 0 && decode().getTotalCount() != count) {
      throw new IllegalArgumentException("the latency histogram of a record is damaged");
    }
  }
}
