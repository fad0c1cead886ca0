package io.vitrine.outbox.postgres;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.Fact;
import io.vitrine.outbox.CurrentCause;
import io.vitrine.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PgOutbox implements Outbox {
  private final Mutiny.SessionFactory sessions;
  private final Clock clock;

  PgOutbox(Mutiny.SessionFactory sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public Uni<Void> publish(Fact fact) {
    OutboxRow row = OutboxRow.of(fact, clock.instant(), CurrentCause.get());
    return sessions.withSession(session -> session.persist(row));
  }
}
