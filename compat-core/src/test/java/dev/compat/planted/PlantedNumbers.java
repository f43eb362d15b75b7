package dev.compat.planted;

import static dev.compat.planted.Pair.one;
import static dev.compat.planted.Pair.two;
import static dev.compat.planted.Pair.with;

import dev.compat.compare.Difference.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/** What migrations do to numbers. */
final class PlantedNumbers {

  private PlantedNumbers() {}

  static List<Pair> all() {
    return List.of(
        one(
                "half a cent goes to the even cent",
                (BigDecimal price) -> price.setScale(2, RoundingMode.HALF_UP),
                (BigDecimal price) -> price.setScale(2, RoundingMode.HALF_EVEN))
            .shownBy(() -> with(new BigDecimal("0.125")))
            .notBy(() -> with(new BigDecimal("0.126")))
            .at("result", Kind.NUMBER),
        one(
                "zeros behind the point are stripped",
                (BigDecimal price) -> price.setScale(2),
                (BigDecimal price) -> price.setScale(2).stripTrailingZeros())
            .shownBy(() -> with(new BigDecimal("1.5")))
            .notBy(() -> with(new BigDecimal("1.55")))
            .at("result", Kind.NUMBER),
        one(
                "a sum is kept in a float",
                (double[] amounts) -> DoubleStream.of(amounts).sum(),
                (double[] amounts) -> {
                  float sum = 0;
                  for (double amount : amounts) {
                    sum += (float) amount;
                  }
                  return (double) sum;
                })
            .shownBy(() -> with(new double[] {0.1, 0.2}))
            .notBy(() -> with(new double[] {0.5, 0.25}))
            .at("result", Kind.NUMBER),
        two(
                "a product overflows",
                (Integer quantity, Integer cents) -> (long) quantity * cents,
                (Integer quantity, Integer cents) -> (long) (quantity * cents))
            .shownBy(() -> with(100_000, 100_000))
            .notBy(() -> with(1_000, 1_000))
            .at("result", Kind.NUMBER),
        one(
                "an int becomes a long",
                (String text) -> Integer.parseInt(text),
                (String text) -> Long.parseLong(text))
            .shownBy(() -> with("7"))
            .at("result", Kind.TYPE),
        two(
                "an amount is off by an ulp",
                (Double price, Integer quantity) -> price * quantity,
                (Double price, Integer quantity) ->
                    DoubleStream.generate(() -> price).limit(quantity).reduce(0, Double::sum))
            .shownBy(() -> with(0.1, 10))
            .notBy(() -> with(0.5, 3))
            .at("result", Kind.NUMBER),
        one(
                "minus zero loses its sign",
                (double[] values) -> DoubleStream.of(values).map(Math::rint).toArray(),
                (double[] values) -> DoubleStream.of(values).map(v -> Math.round(v)).toArray())
            .shownBy(() -> with(new double[] {1.2, -0.2}))
            .notBy(() -> with(new double[] {1.2, 0.2}))
            .at("result[1]", Kind.NUMBER),
        one(
                "the mean of nothing is zero instead of no number",
                (double[] values) -> DoubleStream.of(values).sum() / values.length,
                (double[] values) -> DoubleStream.of(values).average().orElse(0))
            .shownBy(() -> with(new double[0]))
            .notBy(() -> with(new double[] {2, 4}))
            .at("result", Kind.NUMBER),
        two(
                "a division by zero is infinite instead of an exception",
                (Integer sum, Integer count) -> (double) (sum / count),
                (Integer sum, Integer count) -> (double) sum / count)
            .shownBy(() -> with(1, 0))
            .notBy(() -> with(4, 2))
            .at("thrown", Kind.THROWN),
        two(
                "the remainder of a negative number is not negative",
                (Integer number, Integer buckets) -> number % buckets,
                (Integer number, Integer buckets) -> Math.floorMod(number, buckets))
            .shownBy(() -> with(-7, 3))
            .notBy(() -> with(7, 3))
            .at("result", Kind.NUMBER),
        two(
                "a division keeps sixteen digits",
                (BigDecimal sum, BigDecimal parts) -> sum.divide(parts, MathContext.DECIMAL128),
                (BigDecimal sum, BigDecimal parts) -> sum.divide(parts, MathContext.DECIMAL64))
            .shownBy(() -> with(new BigDecimal(1), new BigDecimal(3)))
            .notBy(() -> with(new BigDecimal(1), new BigDecimal(4)))
            .at("result", Kind.NUMBER),
        one(
                "a large number goes through a double",
                (BigInteger id) -> id.add(BigInteger.ONE),
                (BigInteger id) -> new BigDecimal(id.doubleValue() + 1).toBigInteger())
            .shownBy(() -> with(BigInteger.TWO.pow(60)))
            .notBy(() -> with(BigInteger.TWO.pow(20)))
            .at("result", Kind.NUMBER),
        one(
                "the thousandth element is left out",
                (int[] values) -> Arrays.stream(values).sum(),
                (int[] values) -> Arrays.stream(values).limit(999).sum())
            .shownBy(() -> with(filled(1_000)))
            .notBy(() -> with(filled(999)))
            .at("result", Kind.NUMBER));
  }

  private static int[] filled(int length) {
    int[] values = new int[length];
    Arrays.fill(values, 1);
    return values;
  }
}
