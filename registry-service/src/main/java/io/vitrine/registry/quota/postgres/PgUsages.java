package io.vitrine.registry.quota.postgres;

import io.smallrye.mutiny.Uni;
import io.vitrine.registry.quota.Usage;
import io.vitrine.registry.quota.Usages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads what the triggers on the images count: see the migration {@code V5__project_usage.sql}. */
@ApplicationScoped
public class PgUsages implements Usages {
  private final Mutiny.SessionFactory sessions;

  public PgUsages(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  @Override
  public Uni<Usage> of(String project) {
    return sessions
        .withSession(session -> session.find(UsageRow.class, project))
        .map(row -> Optional.ofNullable(row).map(UsageRow::toUsage).orElse(Usage.NONE));
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec counts what the transaction has changed so far, and makes the row where there is
   *     none: nothing could be held otherwise
   */
  @Override
  public Uni<Usage> lock(String project) {
    return sessions.withSession(session ->
        session
            .flush()
            .chain(() -> lock(session, project))
            .chain(row ->
                row == null
                    ? insert(session, project).chain(() -> lock(session, project))
                    : Uni.createFrom().item(row))
            .map(UsageRow::toUsage));
  }

  private static Uni<UsageRow> lock(Mutiny.Session session, String project) {
    return session.find(UsageRow.class, project, LockModeType.PESSIMISTIC_WRITE);
  }

  private static Uni<Integer> insert(Mutiny.Session session, String project) {
    return session
        .createNativeQuery(
            "insert into project_usage (project) values (:project) on conflict do nothing")
        .setParameter("project", project)
        .executeUpdate();
  }
}
