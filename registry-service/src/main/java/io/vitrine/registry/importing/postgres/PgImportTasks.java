package io.vitrine.registry.importing.postgres;

import io.micrometer.core.instrument.Metrics;
import io.smallrye.mutiny.Uni;
import io.vitrine.registry.importing.ImportProblem;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.ImportTask.State;
import io.vitrine.registry.importing.ImportTasks;
import io.vitrine.registry.importing.TaskLog;
import io.vitrine.registry.importing.TaskQuery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.UnresolvableObjectException;
import org.hibernate.reactive.mutiny.Mutiny;

@ApplicationScoped
class PgImportTasks implements ImportTasks {
  private static final int MANY = Integer.MAX_VALUE;

  private final Mutiny.SessionFactory sessions;

  PgImportTasks(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
  }

  /**
   * {@inheritDoc}
   *
   * @implSpec reads the row anew: a session that saw the task before it got the image's lock would
   *     otherwise answer from memory
   */
  @Override
  public Uni<Optional<ImportTask>> find(UUID id) {
    return sessions.withSession(session ->
        session
            .find(ImportTaskRow.class, id)
            .chain(row ->
                row == null
                    ? Uni.createFrom().item(Optional.<ImportTask>empty())
                    : session
                        .refresh(row)
                        .map(ignored -> Optional.of(row.toTask()))
                        // It was forgotten since it was found.
                        .onFailure(e ->
                            e instanceof EntityNotFoundException
                                || e instanceof UnresolvableObjectException)
                        .recoverWithItem(Optional.empty())));
  }

  @Override
  public Uni<List<ImportTask>> ofImage(UUID imageId) {
    return list("from ImportTask where imageId = :value order by createdAt", imageId, MANY);
  }

  @Override
  public Uni<List<ImportTask>> running(Collection<UUID> runIds) {
    return list("from ImportTask where runId in :value and dueAt is not null", runIds, MANY);
  }

  @Override
  public Uni<List<ImportTask>> waiting(Instant now, int max) {
    return select(
        """
        select waiting.* from import_tasks waiting
        left join (
            select owner, count(*) as number from import_tasks
            where status = 'processing' group by owner) running
          on running.owner = waiting.owner
        where waiting.status = 'pending' and waiting.due_at <= :now
        order by coalesce(running.number, 0), waiting.rank_at, waiting.id
        """,
        Map.of("now", now),
        max);
  }

  @Override
  public Uni<List<ImportTask>> page(TaskQuery query) {
    return query
        .marker()
        .map(this::requireKnown)
        .orElseGet(() -> Uni.createFrom().voidItem())
        .chain(() ->
            query.limit() == 0 ? Uni.createFrom().item(List.of()) : list(TaskPageSql.of(query)));
  }

  private Uni<Void> requireKnown(UUID marker) {
    return find(marker)
        .invoke(found -> {
          if (found.isEmpty()) {
            throw new ImportProblem.UnknownMarker(marker.toString()).asException();
          }
        })
        .replaceWithVoid();
  }

  private Uni<List<ImportTask>> list(TaskPageSql page) {
    return sessions
        .withSession(session -> page.query(session).getResultList())
        .map(rows -> rows.stream().map(ImportTaskRow::toTask).toList());
  }

  @Override
  public Uni<Void> add(ImportTask task) {
    return sessions.withSession(session -> session.persist(ImportTaskRow.of(task)));
  }

  @Override
  public Uni<Void> save(ImportTask task) {
    return sessions.withSession(session ->
        session
            .find(ImportTaskRow.class, task.id())
            .invoke(row -> row.set(task))
            .invoke(() -> measure(task))
            .replaceWithVoid());
  }

  /** From the request to the end. One whose end has to be written again counts once more. */
  private static void measure(ImportTask task) {
    switch (task.state()) {
      case State.Succeeded _, State.Failed _ ->
          Metrics.timer(
                  "vitrine.imports",
                  "method",
                  task.source().method().wireName(),
                  "outcome",
                  TaskLog.status(task.state()))
              .record(Duration.between(task.createdAt(), task.updatedAt()));
      case State.Open _ -> {
        // It goes on.
      }
    }
  }

  @Override
  public Uni<Integer> forget(Instant endedBefore, int max) {
    return sessions.withSession(session ->
        session
            .createNativeQuery(
                """
                delete from import_tasks where id in (
                  select id from import_tasks
                  where due_at is null and updated_at < :before
                  order by id limit :max
                  for update skip locked)
                """)
            .setParameter("before", endedBefore)
            .setParameter("max", max)
            .executeUpdate());
  }

  @Override
  public Uni<List<ImportTask>> overdue(Instant now, int max) {
    return select(
        """
        select task.* from import_tasks task
        where task.due_at < :now and task.status = 'processing'
        union all
        select task.* from import_tasks task
        where task.due_at >= :never and not exists (
          select from images image
          where image.id = task.image_id
            and task.id in (
              image.task_id, cast(image.copying->>'task_id' as uuid)))
        order by due_at
        """,
        Map.of("now", now, "never", ImportTaskRow.NEVER),
        max);
  }

  /** The first rows of a native statement. */
  private Uni<List<ImportTask>> select(String sql, Map<String, Instant> parameters, int max) {
    return sessions
        .withSession(session -> {
          Mutiny.SelectionQuery<ImportTaskRow> query =
              session.createNativeQuery(sql, ImportTaskRow.class);
          parameters.forEach(query::setParameter);
          return query.setMaxResults(max).getResultList();
        })
        .map(rows -> rows.stream().map(ImportTaskRow::toTask).toList());
  }

  private Uni<List<ImportTask>> list(String query, Object value, int max) {
    return sessions.withSession(session ->
        session
            .createQuery(query, ImportTaskRow.class)
            .setParameter("value", value)
            .setMaxResults(max)
            .getResultList()
            .map(rows -> rows.stream().map(ImportTaskRow::toTask).toList()));
  }
}
