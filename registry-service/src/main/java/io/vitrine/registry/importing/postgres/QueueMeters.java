package io.vitrine.registry.importing.postgres;

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
 * How many imports wait for a worker, and for how long the one that could have been taken first;
 * how many are in a worker's hands, and how long ago the first of them was asked for. Every replica
 * tells the same of the one queue, a few seconds late; nothing (NaN) while the database is away.
 */
@ApplicationScoped
class QueueMeters {
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Mutiny.SessionFactory sessions;
  private final Clock clock;
  private volatile Optional<Queue> queue = Optional.empty();

  /**
   * The tasks that a worker may take, and those that one has.
   *
   * @param longest for how long it has been so; zero where there is none
   * @param oldest age of the oldest that a worker has; zero where there is none
   */
  private record Queue(long length, Duration longest, long running, Duration oldest) {
    private static double seconds(Duration time) {
      return time.toMillis() / MILLIS_PER_SECOND;
    }
  }

  QueueMeters(Mutiny.SessionFactory sessions, Clock clock, MeterRegistry meters) {
    this.sessions = sessions;
    this.clock = clock;
    Gauge.builder("vitrine.imports.waiting", () -> value(Queue::length)).register(meters);
    Gauge.builder(
            "vitrine.imports.waiting.longest", () -> value(queue -> Queue.seconds(queue.longest())))
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("vitrine.imports.running", () -> value(Queue::running)).register(meters);
    Gauge.builder(
            "vitrine.imports.running.oldest", () -> value(queue -> Queue.seconds(queue.oldest())))
        .baseUnit("seconds")
        .register(meters);
  }

  private double value(ToDoubleFunction<Queue> of) {
    return queue.map(of::applyAsDouble).orElse(Double.NaN);
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
                    select count(*) filter (where status = 'pending'),
                      coalesce(min(dueAt) filter (where status = 'pending'), :now),
                      count(*) filter (where status = 'processing'),
                      coalesce(min(createdAt) filter (where status = 'processing'), :now)
                    from ImportTask
                    where status = 'pending' and dueAt <= :now or status = 'processing'
                    """,
                    Object[].class)
                .setParameter("now", now)
                .getSingleResult())
        .map(row -> {
          Duration longest = Duration.between((Instant) row[1], now);
          Duration oldest = Duration.between((Instant) row[3], now);
          return Optional.of(new Queue((Long) row[0], longest, (Long) row[2], oldest));
        })
        .onFailure()
        .recoverWithItem(Optional::empty)
        .invoke(found -> queue = found)
        .replaceWithVoid();
  }
}
