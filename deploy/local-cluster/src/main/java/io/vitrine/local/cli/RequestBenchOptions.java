package io.vitrine.local.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How small requests are counted. */
final class RequestBenchOptions {
  @Option(
      names = "--beside",
      paramLabel = "URL",
      description = "Another server of the Image API that takes this cluster's tokens, as Glance.")
  private @Nullable String beside;

  @Option(names = "--seconds", paramLabel = "N", description = "Of one count of requests; 5.")
  private int seconds = 5;

  @Option(names = "--rounds", paramLabel = "N", description = "Counted rounds; 3.")
  private int rounds = 3;

  Optional<String> beside() {
    return Optional.ofNullable(beside);
  }

  Duration window() {
    return Duration.ofSeconds(seconds);
  }

  int rounds() {
    return rounds;
  }
}
