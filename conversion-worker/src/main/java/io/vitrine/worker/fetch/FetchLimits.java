package io.vitrine.worker.fetch;

import java.time.Duration;

/**
 * How patient a fetch is.
 *
 * @param connectTimeout for a connection to stand
 * @param idleTimeout between two bytes
 * @param retries how often a broken connection is made anew before some way has been gone
 * @param pause before it is, longer each time
 * @param minSpeed bytes per second; a source that trickles would hold its place for ever
 * @param timeLimit for the whole, pauses and breaks included: a source that is just fast enough and
 *     has no end would do the same
 * @param ahead of the reader
 */
public record FetchLimits(
    Duration connectTimeout,
    Duration idleTimeout,
    int retries,
    Duration pause,
    long minSpeed,
    Duration timeLimit,
    Ahead ahead) {

  /** One look at a source that need not bring anything: an answer, and the silence after it. */
  Duration longestTurn() {
    return idleTimeout.multipliedBy(2);
  }

  /** All the looks that a source may have without bringing anything. */
  Duration longestSilence() {
    return longestTurn().multipliedBy(retries + 1);
  }

  /**
   * How much is fetched before it is read, where the server gives parts of the source: as many
   * ranges as there are connections, all of them in memory.
   *
   * @param connections at once; one fetches nothing ahead
   * @param rangeSize bytes
   */
  public record Ahead(int connections, int rangeSize) {
    public static final Ahead NONE = new Ahead(1, 1);

    public Ahead {
      if (connections < 1 || rangeSize < 1) {
        throw new IllegalArgumentException(
            "%d connections for ranges of %d bytes fetch nothing"
                .formatted(connections, rangeSize));
      }
    }
  }
}
