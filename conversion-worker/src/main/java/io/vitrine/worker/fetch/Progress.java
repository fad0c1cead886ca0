package io.vitrine.worker.fetch;

/**
 * How far a fetch has come.
 *
 * @param total bytes, or {@link Version#UNKNOWN}
 */
record Progress(long position, long total) {
  @Override
  public String toString() {
    return total == Version.UNKNOWN
        ? "%d bytes".formatted(position)
        : "%d of %d bytes".formatted(position, total);
  }
}
