package io.autohelm.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a case took, in milliseconds. */
record Times(double load, double render) {
  double both() {
    return load + render;
  }

  Times plus(Times other) {
    return new Times(load + other.load, render + other.render);
  }

  /** The median of several measurements, of each part by itself. */
  /** The middle one of some numbers. */
  static double middle(List<Double> numbers) {
    return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElse(0.0);
  }

  static Times median(List<Times> several) {
    return new Times(median(several, Times::load), median(several, Times::render));
  }

  private static double median(List<Times> several, ToDoubleFunction<Times> part) {
    double[] sorted = several.stream().mapToDouble(part).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
