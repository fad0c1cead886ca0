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
import io.vitrine.outbox.postgres.Dispatch.Sent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Carries committed facts to Kafka, those about one subject in the order of their ids, and removes
 * them once every in-sync replica has them. A crash in between sends a fact twice, never not at
 * all.
 *
 * <p>One relay of a service works at a time in the whole cluster (an advisory lock of the
 * database), because two would send everything twice. The ids of the facts about one subject are in
 * the order of its changes, since they are given while it is locked.
 */
@ApplicationScoped
class OutboxRelay {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final int BATCH = 100;

  /**
   * Waits for it: what was committed while another relay worked may have come too late for it. That
   * facts are gone need not outlive a crash of the database, so nobody waits for its disk.
   */
  private static final String TAKE_TURN =
      "select true from pg_advisory_xact_lock(:lock), set_config('synchronous_commit', 'off', true)";

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

  /** How many facts there were; fails if some of them have to wait, and the others are gone. */
  private Uni<Integer> sendBatch() {
    return sessions
        .withTransaction(session ->
            session
                .createNativeQuery(TAKE_TURN, Boolean.class)
                .setParameter("lock", config.lock())
                .getSingleResult()
                .chain(() -> sendBatch(session)))
        .map(OutboxRelay::requireAllSent);
  }

  private static int requireAllSent(List<Sent> all) {
    for (Sent each : all) {
      if (each.failure() != null && each.mustWait()) {
        throw new CompletionException(each.failure());
      }
    }
    return all.size();
  }

  private Uni<List<Sent>> sendBatch(Mutiny.Session session) {
    return session
        .createQuery("from Outbox where not parked order by id", OutboxRow.class)
        .setMaxResults(batch)
        .getResultList()
        .chain(rows -> Dispatch.inOrder(rows, this::send))
        .call(all -> settle(session, all));
  }

  private Uni<Void> send(OutboxRow row) {
    return facts.sendMessage(
        FactMessage.of(row.topic, row.envelope(config.source()), row.payload, row.traceParent));
  }

  /** A fact that Kafka can never take is put aside: it must not hold those behind it. */
  private Uni<Void> settle(Mutiny.Session session, List<Sent> all) {
    all.stream()
        .filter(Sent::isPoison)
        .forEach(each -> {
          LOG.errorf(
              each.failure(),
              "Fact %s (%s) cannot be sent: put aside",
              each.row().eventId,
              each.row().type);
          each.row().parked = true;
        });
    List<Long> done =
        all.stream().filter(each -> each.failure() == null).map(each -> each.row().id).toList();
    return done.isEmpty()
        ? Uni.createFrom().voidItem()
        : session
            .createMutationQuery("delete from Outbox where id in :ids")
            .setParameter("ids", done)
            .executeUpdate()
            .invoke(() -> sent.increment(done.size()))
            .replaceWithVoid();
  }
}
