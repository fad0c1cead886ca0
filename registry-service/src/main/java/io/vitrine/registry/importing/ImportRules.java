package io.vitrine.registry.importing;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator decides about imports.
 *
 * @param outputFormats by store, what images imported to it become unless the request says
 *     otherwise; a store without one keeps what comes
 * @param lease how long a worker may be silent before its run counts as dead
 * @param offerAgain after how long a task that nobody took is offered again
 * @param maxAttempts how many runs may die before the task fails
 * @param taskTimeToLive how long a task that has ended is remembered
 */
public record ImportRules(
    Map<String, String> outputFormats,
    Duration lease,
    Duration offerAgain,
    int maxAttempts,
    Duration taskTimeToLive) {
  /** What the workers can write. */
  public static final Set<String> OUTPUT_FORMATS = Set.of("raw", "qcow2");

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  public ImportRules {
    outputFormats = Map.copyOf(outputFormats);
    outputFormats.forEach(ImportRules::requireWritable);
  }

  private static void requireWritable(String store, String format) {
    if (!OUTPUT_FORMATS.contains(format)) {
      throw new IllegalArgumentException(
          "imports to store '%s' cannot become '%s': workers write %s"
              .formatted(store, format, OUTPUT_FORMATS.stream().sorted().toList()));
    }
  }

  Optional<String> outputFormat(String store) {
    return Optional.ofNullable(outputFormats.get(store));
  }

  /**
   * How long to wait before another run. A worker may simply have died, so the second comes at
   * once; then it is probably something they all need that is away, and must be waited for.
   */
  Duration pauseAfter(int attempt) {
    if (attempt <= 1) {
      return Duration.ZERO;
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 2, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
