package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageActivated;
import io.vitrine.events.ImageFact.ImageImportFailed;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportTask.State.Running;
import io.vitrine.registry.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** What becomes of an image that is imported. Needs a surrounding unit of work. */
@ApplicationScoped
public class EndImport {
  private final Images images;
  private final ImportTasks tasks;
  private final Outbox outbox;

  public EndImport(Images images, ImportTasks tasks, Outbox outbox) {
    this.images = images;
    this.tasks = tasks;
    this.outbox = outbox;
  }

  Uni<Void> succeed(Work work, Importing status, Running running, StoredData result, Instant now) {
    Image active = work.image().imported(status, result, now);
    return images
        .save(active)
        .chain(() -> tasks.save(work.task().with(running.succeed(), now)))
        .chain(() ->
            outbox.publish(new ImageActivated(Facts.snapshot(active), null, work.task().id())))
        .chain(() -> releaseStaged(work, active, "imported from staging"));
  }

  Uni<Void> fail(Work work, Importing status, Running running, String reason, Instant now) {
    Image queued = work.image().withStatus(status.fail(), now);
    return images
        .save(queued)
        .chain(() -> tasks.save(work.task().with(running.fail(reason), now)))
        .chain(() ->
            outbox.publish(new ImageImportFailed(Facts.snapshot(queued), work.task().id(), reason)))
        .chain(() -> releaseStaged(work, queued, reason));
  }

  /** Unless the image, as it is afterwards, lives on in the staged bytes. */
  private Uni<Void> releaseStaged(Work work, Image after, String cause) {
    return work.image()
        .staged()
        .map(StoredData::first)
        .filter(staged -> !after.objects().contains(staged))
        .map(staged -> outbox.publish(Facts.released(after.id(), staged, cause)))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }
}
