package io.vitrine.outbox.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vitrine.events.FactMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries committed facts to Kafka in the order of their ids and removes them once every in-sync
 * replica has them. A crash in between sends a fact twice, never not at all.
 *
 * <p>One relay of a service works at a time in the whole cluster (an advisory lock of the
 * database), because two could overtake each other. The ids of the facts about one subject are in
 * the order of its changes, since they are given while it is locked.
 */
@ApplicationScoped
class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final int BATCH = 100;
  private static final String TAKE_TURN = "select pg_try_advisory_xact_lock(:lock)";

  private final OutboxConfig config;
  private final Mutiny.SessionFactory sessions;
  private final MutinyEmitter<byte[]> facts;
  private final Vertx vertx;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicBoolean again = new AtomicBoolean();
  private final Counter sent;

  /** One alone until Kafka takes it: while it refuses, each fact would ask Keycloak for a token. */
  private volatile int batch = 1;

  OutboxRelay(
      OutboxConfig config,
      Mutiny.SessionFactory sessions,
      @Channel("facts") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          MutinyEmitter<byte[]> facts,
      Vertx vertx,
      MeterRegistry metrics) {
    this.config = config;
    this.sessions = sessions;
    this.facts = facts;
    this.vertx = vertx;
    this.sent = metrics.counter("vitrine.outbox.sent");
  }

  /** Says that there may be facts to send; returns at once. */
  void wake() {
    again.set(true);
    if (busy.compareAndSet(false, true)) {
      Context context =
          Objects.requireNonNull(
              VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
      VertxContextSafetyToggle.setContextSafe(context, true);
      context.runOnContext(ignored -> run());
    }
  }

  /** Finds what a crashed replica left, or what could not be sent while Kafka was away. */
  @Scheduled(every = "1s", skipExecutionIf = ApplicationNotRunning.class)
  void look() {
    wake();
  }

  private void run() {
    again.set(false);
    sendBatch()
        .subscribe()
        .with(
            this::onSettled,
            failure -> {
              batch = 1;
              LOG.warn("Facts wait in the outbox: they could not be sent", failure);
              again.set(false);
              rest(false);
            });
  }

  private void onSettled(int count) {
    boolean more = count == batch;
    if (count > 0) {
      batch = BATCH;
    }
    rest(more);
  }

  private void rest(boolean more) {
    if (more || again.get()) {
      run();
      return;
    }
    busy.set(false);
    // A wake-up between the look at the flag and the reset would otherwise wait for the timer.
    if (again.get()) {
      wake();
    }
  }

  private Uni<Integer> sendBatch() {
    return sessions.withTransaction(session ->
        session
            .createNativeQuery(TAKE_TURN, Boolean.class)
            .setParameter("lock", config.lock())
            .getSingleResult()
            .chain(myTurn -> myTurn ? sendBatch(session) : Uni.createFrom().item(0)));
  }

  private Uni<Integer> sendBatch(Mutiny.Session session) {
    return session
        .createQuery("from Outbox where not parked order by id", OutboxRow.class)
        .setMaxResults(batch)
        .getResultList()
        .chain(rows -> rows.isEmpty() ? Uni.createFrom().item(0) : send(session, rows));
  }

  /** What became of one fact: sent where there is no failure. */
  private record Sent(OutboxRow row, @Nullable Throwable failure) {
    boolean isPoison() {
      return failure instanceof RecordTooLargeException
          || failure instanceof SerializationException;
    }
  }

  private Uni<Integer> send(Mutiny.Session session, List<OutboxRow> rows) {
    List<Uni<Sent>> sends =
        rows.stream()
            .map(row ->
                facts
                    .sendMessage(
                        FactMessage.of(row.topic, row.envelope(config.source()), row.payload))
                    .onItemOrFailure()
                    .transform((ignored, failure) -> new Sent(row, failure)))
            .toList();
    return Uni.join().all(sends).andCollectFailures().chain(all -> settle(session, all));
  }

  /** A fact that Kafka can never take is put aside: it must not hold those behind it. */
  private Uni<Integer> settle(Mutiny.Session session, List<Sent> all) {
    for (Sent each : all) {
      if (each.isPoison()) {
        LOG.errorf(
            each.failure(),
            "Fact %s (%s) cannot be sent: put aside",
            each.row().eventId,
            each.row().type);
        each.row().parked = true;
      } else if (each.failure() != null) {
        return Uni.createFrom().failure(each.failure());
      }
    }
    List<Long> done =
        all.stream().filter(each -> each.failure() == null).map(each -> each.row().id).toList();
    return session
        .createMutationQuery("delete from Outbox where id in :ids")
        .setParameter("ids", done)
        .executeUpdate()
        .invoke(() -> sent.increment(done.size()))
        .replaceWith(all.size());
  }
}
