package io.vitrine.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Counts the requests of each project against its bucket. Each gateway counts for itself: n of them
 * together let n times as many pass.
 *
 * <p>A bucket that nobody has used for as long as it takes to fill is as good as a new one, and is
 * forgotten. Settings that make no sense end the start.
 */
@ApplicationScoped
@Startup
public class RateLimits {
  private static final int REMEMBERED = 100_000;

  private final Optional<Rate> usual;
  private final Map<String, Optional<Rate>> ofProjects;
  private final LongSupplier nanos;
  private final Cache<String, Bucket> buckets;

  @Inject
  public RateLimits(RateLimitConfig config) {
    this(config, System::nanoTime);
  }

  RateLimits(RateLimitConfig config, LongSupplier nanos) {
    this.usual = rate(config.requestsPerSecond(), config.burst());
    Map<String, Optional<Rate>> rates = new HashMap<>();
    config
        .projects()
        .forEach((id, limit) -> rates.put(id, rate(limit.requestsPerSecond(), limit.burst())));
    this.ofProjects = Map.copyOf(rates);
    this.nanos = nanos;
    this.buckets =
        Caffeine.newBuilder()
            .ticker(nanos::getAsLong)
            .expireAfterAccess(longestRefill())
            .maximumSize(REMEMBERED)
            .build();
  }

  private static Optional<Rate> rate(double perSecond, OptionalInt burst) {
    return perSecond == 0 ? Optional.empty() : Optional.of(Rate.of(perSecond, burst));
  }

  private Duration longestRefill() {
    return Stream.concat(Stream.of(usual), ofProjects.values().stream())
        .flatMap(Optional::stream)
        .map(Rate::refill)
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /**
   * Counts one more request.
   *
   * @param projectId or whatever else stands for who sends it
   */
  public Ruling count(String projectId) {
    Optional<Rate> rate = ofProjects.getOrDefault(projectId, usual);
    if (rate.isEmpty()) {
      return new Ruling.Unlimited();
    }
    long now = nanos.getAsLong();
    return buckets.get(projectId, unknown -> new Bucket(rate.get(), now)).take(now);
  }

  /** How many buckets are remembered. */
  long size() {
    buckets.cleanUp();
    return buckets.estimatedSize();
  }
}
