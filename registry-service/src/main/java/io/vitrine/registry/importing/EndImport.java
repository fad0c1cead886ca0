package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageActivated;
import io.vitrine.events.ImageFact.ImageImportFailed;
import io.vitrine.events.ImportRun;
import io.vitrine.outbox.Outbox;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportTask.Requester;
import io.vitrine.registry.importing.ImportTask.State.Failed;
import io.vitrine.registry.importing.ImportTask.State.Running;
import io.vitrine.registry.policy.PropertyProtections;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of an image that is imported. Needs a surrounding unit of work. */
@ApplicationScoped
public class EndImport {
  private final Images images;
  private final TaskLog tasks;
  private final Leftovers leftovers;
  private final Outbox outbox;
  private final PropertyProtections protections;

  public EndImport(
      Images images,
      TaskLog tasks,
      Leftovers leftovers,
      Outbox outbox,
      PropertyProtections protections) {
    this.images = images;
    this.tasks = tasks;
    this.leftovers = leftovers;
    this.outbox = outbox;
    this.protections = protections;
  }

  /**
   * A phase is done: the import goes on with these bytes, also after another worker takes it over.
   *
   * @param renewed the run with a new lease
   */
  Uni<Void> goOn(
      Work work, Importing status, Running renewed, ImportRun.Staged report, Instant now) {
    if (isBehind(work, status, report)) {
      return tasks.save(work.task().with(renewed, now));
    }
    Image image = work.image();
    Image going = image.withStatus(status.goingOnWith(Facts.storedData(report.blob())), now);
    ImportTask task = work.task();
    ImportTask finding =
        report.unpacked() == null ? task : task.finding(description(report.unpacked(), task.by()));
    return images
        .save(going)
        .chain(() -> tasks.save(finding.with(renewed, now)))
        .chain(() -> outbox.publish(Facts.updated(image, going)))
        .chain(() -> leftovers.of(image, going, "the import has got further"));
  }

  /** Without the properties that whoever asked may not create: nobody is there to be told of it. */
  private Description description(ImportRun.Unpacked unpacked, Requester by) {
    return new Description(
        unpacked.diskFormat(),
        unpacked.containerFormat(),
        unpacked.minDisk(),
        unpacked.minRam(),
        protections.creatable(unpacked.properties(), by.caller()));
  }

  /** A phase before the one that the import has got to: the report is a repetition. */
  private static boolean isBehind(Work work, Importing status, ImportRun.Staged report) {
    List<Location> stages = work.task().stages(report.runId());
    int reached = status.staged() == null ? -1 : stages.indexOf(status.staged().first());
    return reached >= stages.indexOf(new Location(report.blob().store(), report.blob().key()))
        && reached >= 0;
  }

  /**
   * The result is in one store. Where all stores must have it, the image waits for the others; else
   * it can be used from now on.
   *
   * @param renewed the run with a new lease
   */
  Uni<Void> landed(Work work, Importing status, Running renewed, StoredData result, Instant now) {
    String store = result.first().store();
    if (!work.pending().contains(store)) {
      return leftovers.release(work.image().id(), result.first(), "nobody asked for it there");
    }
    boolean isLast = work.pending().size() == 1;
    if (!isLast && work.task().destination().allMustSucceed()) {
      Image landed = work.image().landed(status, result, now);
      return images
          .save(landed)
          .chain(() -> tasks.save(work.task().with(renewed, now)))
          .chain(() -> outbox.publish(Facts.updated(work.image(), landed)))
          .chain(() -> leftovers.of(work.image(), landed, "imported from staging"));
    }
    return activate(
        work, status, result, isLast ? renewed.succeed(result.size(), "") : renewed, now);
  }

  /** The image has its bytes and can be used. */
  Uni<Void> activate(
      Work work, Importing status, StoredData result, ImportTask.State next, Instant now) {
    Image image = work.image();
    ImageAttributes attributes = work.task().describe(image.attributes());
    Image active = image.imported(status, result, attributes, now);
    return images
        .save(active)
        .chain(() -> tasks.save(work.task().with(next, now)))
        .chain(() ->
            outbox.publish(new ImageActivated(Facts.snapshot(active), null, work.task().id())))
        .chain(() -> leftovers.of(image, active, "imported from staging"));
  }

  /**
   * Lets the next run begin with another store than the one that failed this run, where the image
   * can do without that one. It comes last from now on, and what was fetched into it is fetched
   * again.
   *
   * @param failed null where no store did
   * @return what the next run is about
   */
  Uni<Work> leaveLast(Work work, @Nullable String failed, Instant now) {
    if (failed == null
        || !(work.image().status() instanceof Importing importing)
        || !isDispensable(failed, work)) {
      return Uni.createFrom().item(work);
    }
    boolean isLost =
        work.task().isFetched()
            && importing.staged() != null
            && importing.staged().first().store().equals(failed);
    Image image =
        work.image().leavingLast(failed, isLost ? importing.beginningAgain() : importing, now);
    ImportTask task = isLost ? work.task().beginningAgain() : work.task();
    return images
        .save(image)
        .chain(() -> outbox.publish(Facts.updated(work.image(), image)))
        .chain(() -> leftovers.of(work.image(), image, "it is fetched into another store"))
        .replaceWith(new Work(image, task));
  }

  private static boolean isDispensable(String store, Work work) {
    return !work.task().destination().allMustSucceed()
        && work.pending().size() > 1
        && work.pending().contains(store);
  }

  Uni<Void> fail(Work work, Importing status, Failed failed, Instant now) {
    Image queued = work.image().importFailed(status, now);
    return images
        .save(queued)
        .chain(() -> tasks.save(work.task().with(failed, now)))
        .chain(() ->
            outbox.publish(
                new ImageImportFailed(Facts.snapshot(queued), work.task().id(), failed.message())))
        .chain(() -> leftovers.of(work.image(), queued, failed.message()));
  }
}
