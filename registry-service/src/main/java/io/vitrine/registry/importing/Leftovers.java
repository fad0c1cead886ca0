package io.vitrine.registry.importing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Orphans;
import io.vitrine.registry.importing.ImportTask.State.Running;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Releases what imports leave behind. Needs a surrounding unit of work. */
@ApplicationScoped
public class Leftovers {
  private final Orphans orphans;

  public Leftovers(Orphans orphans) {
    this.orphans = orphans;
  }

  /** Whatever the run may have written, but for what has become the image's. */
  Uni<Void> ofRun(ImportTask task, Running run, String cause) {
    return release(
        task.imageId(),
        Stream.of(task.targets(run.runId()), task.stages(run.runId()))
            .flatMap(Collection::stream)
            .toList(),
        cause);
  }

  /**
   * What the image had, but does not live on in.
   *
   * @param after saved
   */
  Uni<Void> of(Image before, Image after, String cause) {
    List<Location> kept = after.objects();
    return release(
        after.id(),
        before.objects().stream().filter(object -> !kept.contains(object)).toList(),
        cause);
  }

  /** An object that came too late, or that nobody asked for. */
  Uni<Void> release(UUID imageId, Location object, String cause) {
    return release(imageId, List.of(object), cause);
  }

  private Uni<Void> release(UUID imageId, List<Location> objects, String cause) {
    return Multi.createFrom()
        .iterable(objects)
        .onItem()
        .transformToUniAndConcatenate(object -> orphans.release(imageId, object, cause))
        .collect()
        .asList()
        .replaceWithVoid();
  }
}
