package io.vitrine.outbox.postgres;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What waits in the outbox. Every replica tells the same of the one table, a few seconds late;
 * nothing (NaN) while the database is away.
 */
@ApplicationScoped
class OutboxMeters {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Mutiny.SessionFactory sessions;
  private final Clock clock;
  private volatile Optional<Depth> depth = Optional.empty();

  /**
   * What the table holds.
   *
   * @param oldest for how long the fact that is next has waited; zero where there is none
   * @param parked facts that Kafka can never take
   */
  private record Depth(long waiting, Duration oldest, long parked) {
    private double seconds() {
      return oldest.toMillis() / MILLIS_PER_SECOND;
    }
  }

  OutboxMeters(Mutiny.SessionFactory sessions, Clock clock, MeterRegistry meters) {
    this.sessions = sessions;
    this.clock = clock;
    Gauge.builder("vitrine.outbox.waiting", () -> value(Depth::waiting)).register(meters);
    Gauge.builder("vitrine.outbox.oldest", () -> value(Depth::seconds))
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("vitrine.outbox.parked", () -> value(Depth::parked)).register(meters);
  }

  private double value(ToDoubleFunction<Depth> of) {
    return depth.map(of::applyAsDouble).orElse(Double.NaN);
  }

  @Scheduled(
      every = "10s",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = ApplicationNotRunning.class)
  Uni<Void> look() {
    Instant now = clock.instant();
    return sessions
        .withSession(session ->
            session
                .createQuery(
                    """
                    select count(*) filter (where not parked),
                      coalesce(min(time) filter (where not parked), :now),
                      count(*) filter (where parked)
                    from Outbox
                    """,
                    Object[].class)
                .setParameter("now", now)
                .getSingleResult())
        .map(row ->
            Optional.of(
                new Depth((Long) row[0], Duration.between((Instant) row[1], now), (Long) row[2])))
        .onFailure()
        .recoverWithItem(Optional::empty)
        .invoke(found -> depth = found)
        .replaceWithVoid();
  }
}
