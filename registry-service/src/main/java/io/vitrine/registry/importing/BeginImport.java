package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact;
import io.vitrine.events.ImageFact.ImageImportStarted;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.Outbox;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.importing.ImportTask.Requester;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What all imports begin with, wherever the bytes are. Needs a surrounding unit of work. */
@ApplicationScoped
public class BeginImport {
  private final Images images;
  private final TaskLog tasks;
  private final Outbox outbox;
  private final StoreDirectory stores;
  private final ImportRules rules;
  private final Clock clock;

  public BeginImport(
      Images images,
      TaskLog tasks,
      Outbox outbox,
      StoreDirectory stores,
      ImportRules rules,
      Clock clock) {
    this.images = images;
    this.tasks = tasks;
    this.outbox = outbox;
    this.stores = stores;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Where the bytes of a request go, and as what.
   *
   * @param otherwise the store where the request names none
   */
  Destination destination(Wish wish, Image image, String otherwise) {
    List<String> wanted =
        wish.toAllStores()
            ? stores.writable()
            : wish.stores().isEmpty() ? List.of(otherwise) : wish.stores();
    wanted.forEach(
        store -> stores.requireWritable(store, ProblemKind.CONFLICT, ProblemKind.CONFLICT));
    return new Destination(
        wanted,
        wish.allMustSucceed(),
        wish.outputFormat()
            .or(() ->
                rules
                    .formats()
                    .of(wanted.getFirst(), Optional.ofNullable(image.attributes().diskFormat())))
            .orElse(null));
  }

  /** A task that does not exist yet. */
  ImportTask task(
      Caller caller, Image image, ImportSource source, Destination destination, String requestId) {
    boolean formatsComeWithTheBytes = source.method() == ImportMethod.GLANCE_DOWNLOAD;
    boolean formatsAreSet =
        image.attributes().diskFormat() != null && image.attributes().containerFormat() != null;
    if (!formatsAreSet && !formatsComeWithTheBytes) {
      throw new ImageProblem.FormatsUnset(ProblemKind.CONFLICT).asException();
    }
    Instant now = clock.instant();
    return new ImportTask(
        UUID.randomUUID(),
        image.id(),
        Requester.of(caller, requestId),
        source,
        destination,
        source.method() == ImportMethod.COPY_IMAGE
            ? Map.of()
            : rules.injection().by(caller.roles()),
        null,
        new ImportTask.State.Pending(1, now, ""),
        Ranking.of(now, size(source, image)),
        now,
        now);
  }

  private static OptionalLong size(ImportSource source, Image image) {
    Optional<StoredData> data =
        source instanceof StagedBytes(StoredData staged, _) ? Optional.of(staged) : image.data();
    return data.map(known -> OptionalLong.of(known.size())).orElse(OptionalLong.empty());
  }

  Uni<ImportTask> begin(Image image, Importing status, ImportTask task) {
    Image importing = image.importingTo(status, task.destination().stores(), task.createdAt());
    return begin(importing, new ImageImportStarted(Facts.snapshot(importing), task.id()), task);
  }

  /** The image stays as it is, and is on its way to more stores. */
  Uni<ImportTask> beginCopy(Image image, ImportTask task) {
    Image copying = image.copyingTo(task.destination().stores(), task.id(), task.createdAt());
    return begin(copying, Facts.updated(image, copying), task);
  }

  private Uni<ImportTask> begin(Image image, ImageFact fact, ImportTask task) {
    return images
        .save(image)
        .chain(() -> tasks.add(task))
        .chain(() -> outbox.publish(fact))
        .chain(() ->
            outbox.publish(new ImportRequested(task.imageId(), task.id(), task.by().project(), 1)))
        .replaceWith(task);
  }
}
