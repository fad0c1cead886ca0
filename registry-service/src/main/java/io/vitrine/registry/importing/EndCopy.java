package io.vitrine.registry.importing;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageUpdated;
import io.vitrine.events.ImportRun.StoreCopied;
import io.vitrine.registry.image.Copying;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.Orphans;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import io.vitrine.registry.importing.ImportTask.State;
import io.vitrine.registry.importing.ImportTask.State.Running;
import io.vitrine.registry.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What becomes of an image whose bytes are copied. Needs a surrounding unit of work. */
@ApplicationScoped
public class EndCopy {
  private final Images images;
  private final ImportTasks tasks;
  private final Orphans orphans;
  private final Outbox outbox;

  public EndCopy(Images images, ImportTasks tasks, Orphans orphans, Outbox outbox) {
    this.images = images;
    this.tasks = tasks;
    this.orphans = orphans;
    this.outbox = outbox;
  }

  /**
   * One more store has the bytes; the last one ends the task.
   *
   * @param renewed the run with a new lease
   */
  Uni<Void> arrived(Work work, Running renewed, StoreCopied report, Instant now) {
    Image image = work.image();
    Location copy = new Location(report.store(), report.key());
    if (!isExpected(image, report)) {
      return orphans.release(image.id(), copy, "it is not a copy that was asked for");
    }
    Image copied = image.copiedTo(copy, now);
    State next = copied.task().isPresent() ? renewed : renewed.succeed();
    return images
        .save(copied)
        .chain(() -> tasks.save(work.task().with(next, now)))
        .chain(() -> outbox.publish(new ImageUpdated(Facts.snapshot(copied))));
  }

  /** The same bytes, in a store that still waits for them: each store is done once. */
  private static boolean isExpected(Image image, StoreCopied report) {
    Copying copying = image.copying();
    return copying != null
        && copying.pending().contains(report.store())
        && image
            .data()
            .filter(data -> data.in(report.store()).isEmpty())
            .map(StoredData::osHashValue)
            .filter(report.osHashValue()::equals)
            .isPresent();
  }

  /** What has not arrived will not; where all had to, what has arrived goes again. */
  Uni<Void> fail(Work work, Running running, ActiveBytes source, String reason, Instant now) {
    List<Location> takenBack = source.allMustSucceed() ? copies(work.image(), source) : List.of();
    Image image = work.image().copyingAbandoned(takenBack, now);
    return images
        .save(image)
        .chain(() -> tasks.save(work.task().with(running.fail(reason), now)))
        .chain(() -> outbox.publish(new ImageUpdated(Facts.snapshot(image))))
        .chain(() ->
            Multi.createFrom()
                .iterable(takenBack)
                .onItem()
                .transformToUniAndConcatenate(
                    copy -> outbox.publish(Facts.released(image.id(), copy, reason)))
                .collect()
                .asList()
                .replaceWithVoid());
  }

  /** But never the last one: what they were copied from may have been removed meanwhile. */
  private static List<Location> copies(Image image, ActiveBytes source) {
    List<Location> all = image.data().map(StoredData::locations).orElse(List.of());
    List<Location> copies =
        all.stream().filter(location -> source.stores().contains(location.store())).toList();
    return copies.size() < all.size() ? copies : copies.subList(1, copies.size());
  }
}
