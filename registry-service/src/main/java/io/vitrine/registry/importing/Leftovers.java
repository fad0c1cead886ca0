package io.vitrine.registry.importing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Orphans;
import io.vitrine.registry.importing.ImportTask.State.Running;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Releases what imports leave behind. Needs a surrounding unit of work. */
@ApplicationScoped
public class Leftovers {
  private final Orphans orphans;

  public Leftovers(Orphans orphans) {
    this.orphans = orphans;
  }

  /** Whatever the run may have written, but for what has become the image's. */
  Uni<Void> ofRun(ImportTask task, Running run, String cause) {
    return each(
        task.objects(run.runId()), object -> orphans.release(task.imageId(), object, cause));
  }

  /** What the image had, but does not live on in. */
  Uni<Void> of(Image before, Image after, String cause) {
    List<Location> kept = after.objects();
    return each(
        before.objects().stream().filter(object -> !kept.contains(object)).toList(),
        object -> orphans.releaseUnowned(after.id(), object, cause));
  }

  /** An object that came too late, or that nobody asked for. */
  Uni<Void> release(UUID imageId, Location object, String cause) {
    return orphans.release(imageId, object, cause);
  }

  private static Uni<Void> each(List<Location> objects, Function<Location, Uni<Void>> release) {
    return Multi.createFrom()
        .iterable(objects)
        .onItem()
        .transformToUniAndConcatenate(release::apply)
        .collect()
        .asList()
        .replaceWithVoid();
  }
}
