package io.vitrine.outbox.postgres;

import io.smallrye.mutiny.Uni;
import io.vitrine.outbox.UnitOfWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PgUnitOfWork implements UnitOfWork {
  private final Mutiny.SessionFactory sessions;
  private final OutboxRelay relay;

  PgUnitOfWork(Mutiny.SessionFactory sessions, OutboxRelay relay) {
    this.sessions = sessions;
    this.relay = relay;
  }

  @Override
  public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
    return sessions
        .withTransaction(ignored -> Uni.createFrom().deferred(() -> work.get()))
        .invoke(relay::wake);
  }
}
