package io.vitrine.local.bench;

import java.util.ArrayList;
import java.util.List;

/** The rates, or the times, that one way of doing something has shown. */
final class Samples {
  private final String name;
  private final List<Double> samples = new ArrayList<>();

  Samples(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(double sample) {
    samples.add(sample);
  }

  double median() {
    List<Double> sorted = samples.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * What so many of them do not pass.
   *
   * @param share above 0, and 1 for the largest
   */
  double quantile(double share) {
    List<Double> sorted = samples.stream().sorted().toList();
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
