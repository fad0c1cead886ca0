package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The import tasks. Everything but reading needs a surrounding unit of work. */
public interface ImportTasks {
  Uni<Optional<ImportTask>> find(UUID id);

  Uni<List<ImportTask>> ofImage(UUID imageId);

  /** Those of the runs that have not ended, by their tasks. */
  Uni<List<ImportTask>> running(Collection<UUID> runIds);

  /** One page; fails with {@link ImportProblem.UnknownMarker} where there is no such task. */
  Uni<List<ImportTask>> page(TaskQuery query);

  Uni<Void> add(ImportTask task);

  Uni<Void> save(ImportTask task);

  /** Forgets some of the tasks that ended before then; returns how many. */
  Uni<Integer> forget(Instant endedBefore, int max);

  /** Tasks that something must be done about: a lease ran out, or nobody took them in time. */
  Uni<List<ImportTask>> overdue(Instant now, int max);
}
