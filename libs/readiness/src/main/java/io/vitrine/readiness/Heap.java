package io.vitrine.readiness;

import java.util.List;
import java.util.stream.Stream;

/** A heap that is too small, or not chosen, or whose end is not the service's. */
record Heap() implements Rule {
  private static final String SMALL = "small-heap";
  private static final String UNCHOSEN = "unchosen-heap";
  private static final String STAYING = "stays-without-memory";
  private static final long LEAST = 64L << 20;
  private static final List<String> SIZES = List.of("-Xmx", "-XX:MaxHeapSize", "-XX:MaxRAM");

  @Override
  public List<String> names() {
    return List.of(SMALL, UNCHOSEN, STAYING);
  }

  @Override
  public Stream<Finding> findings(Settings settings, Jvm jvm) {
    Stream.Builder<Finding> found = Stream.builder();
    if (jvm.heap() < LEAST) {
      found.add(
          new Finding(
              SMALL,
              Severity.UNSAFE,
              "The heap has at most %d MiB.".formatted(jvm.heap() >> 20),
              "Give it what docs/operations.md says, with -XX:MaxRAMPercentage or -Xmx."));
    } else if (SIZES.stream().noneMatch(jvm::has)) {
      found.add(
          new Finding(
              UNCHOSEN,
              Severity.DOUBTFUL,
              "Nobody has said how large the heap may be: it is a quarter of the memory.",
              "Set -XX:MaxRAMPercentage=70 (of the container's limit) or -Xmx."));
    }
    if (!jvm.has("-XX:+ExitOnOutOfMemoryError") && !jvm.has("-XX:+CrashOnOutOfMemoryError")) {
      found.add(
          new Finding(
              STAYING,
              Severity.DOUBTFUL,
              "The service would stay after it has run out of memory, with threads missing.",
              "Set -XX:+ExitOnOutOfMemoryError, so that it is started again."));
    }
    return found.build();
  }
}
