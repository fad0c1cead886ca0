package io.vitrine.problem;

import io.micrometer.core.instrument.Metrics;
import java.util.Locale;

/** Counts refusals and failures by what they are, and by whose fault they are. */
public final class ProblemMeter {
  private static final String UNNAMED = "";

  private ProblemMeter() {}

  /** One of ours: its class is its name, of which there are as many as there are classes. */
  public static void count(Problem problem) {
    count(problem.kind(), problem.getClass().getSimpleName());
  }

  /** One that a framework has found. */
  public static void count(ProblemKind kind) {
    count(kind, UNNAMED);
  }

  private static void count(ProblemKind kind, String problem) {
    Metrics.counter(
            "vitrine.problems",
            "kind",
            kind.name().toLowerCase(Locale.ROOT),
            "fault",
            kind.fault().name().toLowerCase(Locale.ROOT),
            "problem",
            problem)
        .increment();
  }
}
