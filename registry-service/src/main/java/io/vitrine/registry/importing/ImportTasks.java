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

  /**
   * Those that a worker may take now, the next one first: of the project that has fewest at work,
   * the one of the lowest rank.
   */
  Uni<List<ImportTask>> waiting(Instant now, int max);

  /** One page; fails with {@link ImportProblem.UnknownMarker} where there is no such task. */
  Uni<List<ImportTask>> page(TaskQuery query);

  Uni<Void> add(ImportTask task);

  Uni<Void> save(ImportTask task);

  /** Forgets some of the tasks that ended before then; returns how many. */
  Uni<Integer> forget(Instant endedBefore, int max);

  /** Tasks whose run has been silent for too long, and paused ones whose image is gone. */
  Uni<List<ImportTask>> overdue(Instant now, int max);
}
