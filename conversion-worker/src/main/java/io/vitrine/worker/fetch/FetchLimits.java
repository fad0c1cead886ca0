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
 */
public record FetchLimits(
    Duration connectTimeout,
    Duration idleTimeout,
    int retries,
    Duration pause,
    long minSpeed,
    Duration timeLimit) {}
