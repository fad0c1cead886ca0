package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The import tasks. Everything but reading needs a surrounding unit of work. */
public interface ImportTasks {
  Uni<Optional<ImportTask>> find(UUID id);

  Uni<List<ImportTask>> ofImage(UUID imageId);

  Uni<Void> add(ImportTask task);

  Uni<Void> save(ImportTask task);

  /** Running tasks whose lease ran out. */
  Uni<List<ImportTask>> withExpiredRun(Instant now, int max);
}
