package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImportRun.StoreCopied;
import io.vitrine.outbox.Outbox;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportTask.State;
import io.vitrine.registry.importing.ImportTask.State.Running;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What becomes of an image whose bytes are copied to more stores. Needs a unit of work. */
@ApplicationScoped
public class EndCopy {
  private final Images images;
  private final TaskLog tasks;
  private final Leftovers leftovers;
  private final EndImport imports;
  private final Outbox outbox;

  public EndCopy(
      Images images, TaskLog tasks, Leftovers leftovers, EndImport imports, Outbox outbox) {
    this.images = images;
    this.tasks = tasks;
    this.leftovers = leftovers;
    this.imports = imports;
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
    if (!isExpected(work, report)) {
      return leftovers.release(image.id(), copy, "it is not a copy that was asked for");
    }
    boolean isLast = work.pending().size() == 1;
    State next = isLast ? renewed.succeed(size(image), "") : renewed;
    if (image.status() instanceof Importing importing && isLast) {
      return imports.activate(work, importing, image.landed().orElseThrow().with(copy), next, now);
    }
    Image copied = image.copiedTo(copy, now);
    return images
        .save(copied)
        .chain(() -> tasks.save(work.task().with(next, now)))
        .chain(() -> outbox.publish(Facts.updated(image, copied)));
  }

  /** The same bytes, in a store that still waits for them: each store is done once. */
  private static boolean isExpected(Work work, StoreCopied report) {
    return work.pending().contains(report.store())
        && work.image()
            .result()
            .filter(bytes -> bytes.in(report.store()).isEmpty())
            .map(StoredData::osHashValue)
            .filter(report.osHashValue()::equals)
            .isPresent();
  }

  /**
   * How a run ends that has not done it all: where some stores had to get the bytes, and some have,
   * that is what was asked for, and the message tells of the others.
   */
  static State endOf(Work work, Running running, String reason) {
    return work.task().destination().allMustSucceed() || work.landed().isEmpty()
        ? running.fail(reason)
        : running.succeed(size(work.image()), reason);
  }

  /** What has not arrived will not; where all had to, what has arrived goes again. */
  Uni<Void> fail(Work work, State end, String reason, Instant now) {
    List<Location> takenBack =
        work.task().destination().allMustSucceed() ? copies(work) : List.of();
    Image image = work.image().copyingAbandoned(takenBack, now);
    return images
        .save(image)
        .chain(() -> tasks.save(work.task().with(end, now)))
        .chain(() -> outbox.publish(Facts.updated(work.image(), image)))
        .chain(() -> leftovers.of(work.image(), image, reason));
  }

  private static long size(Image image) {
    return image.result().map(StoredData::size).orElse(0L);
  }

  /** But never the last one: what they were copied from may have been removed meanwhile. */
  private static List<Location> copies(Work work) {
    List<Location> all = work.image().data().map(StoredData::locations).orElse(List.of());
    List<Location> copies = work.landed();
    return copies.size() < all.size() ? copies : copies.subList(1, copies.size());
  }
}
