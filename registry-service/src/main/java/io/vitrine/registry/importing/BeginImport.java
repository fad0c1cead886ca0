package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact;
import io.vitrine.events.ImageFact.ImageImportStarted;
import io.vitrine.events.ImageFact.ImageUpdated;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What all imports begin with, wherever the bytes are. Needs a surrounding unit of work. */
@ApplicationScoped
public class BeginImport {
  private final Images images;
  private final ImportTasks tasks;
  private final Outbox outbox;
  private final ImportRules rules;
  private final Clock clock;

  public BeginImport(
      Images images, ImportTasks tasks, Outbox outbox, ImportRules rules, Clock clock) {
    this.images = images;
    this.tasks = tasks;
    this.outbox = outbox;
    this.rules = rules;
    this.clock = clock;
  }

  /** A task that does not exist yet. */
  ImportTask task(
      Caller caller,
      Image image,
      ImportSource source,
      Optional<String> outputFormat,
      String requestId) {
    @Nullable String declared = image.attributes().diskFormat();
    if (declared == null || image.attributes().containerFormat() == null) {
      throw new ImageProblem.FormatsUnset(ProblemKind.CONFLICT).asException();
    }
    Instant now = clock.instant();
    return new ImportTask(
        UUID.randomUUID(),
        image.id(),
        caller.projectId(),
        caller.userId(),
        requestId,
        source,
        declared,
        outputFormat.orElse(null),
        new ImportTask.State.Pending(1, now.plus(rules.offerAgain())),
        now,
        now);
  }

  Uni<ImportTask> begin(Image image, Importing status, ImportTask task) {
    Image importing = image.withStatus(status, task.createdAt());
    return begin(importing, new ImageImportStarted(Facts.snapshot(importing), task.id()), task);
  }

  /** The image stays as it is, and is on its way to more stores. */
  Uni<ImportTask> beginCopy(Image image, List<String> stores, ImportTask task) {
    Image copying = image.copyingTo(stores, task.id(), task.createdAt());
    return begin(copying, new ImageUpdated(Facts.snapshot(copying)), task);
  }

  private Uni<ImportTask> begin(Image image, ImageFact fact, ImportTask task) {
    return images
        .save(image)
        .chain(() -> tasks.add(task))
        .chain(() -> outbox.publish(fact))
        .chain(
            () -> outbox.publish(new ImportRequested(task.imageId(), task.id(), task.owner(), 1)))
        .replaceWith(task);
  }
}
