package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageImportStarted;
import io.vitrine.events.ImportFact.ImportRequested;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageStatus.Staged;
import io.vitrine.registry.image.Images;
import io.vitrine.registry.image.UploadRules;
import io.vitrine.registry.outbox.Outbox;
import io.vitrine.registry.outbox.UnitOfWork;
import io.vitrine.registry.policy.Rule;
import io.vitrine.registry.quota.Headroom;
import io.vitrine.registry.quota.Quotas;
import io.vitrine.registry.quota.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a staged image into work for a conversion worker. */
@ApplicationScoped
public class RequestImport {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Images images;
  private final ImportTasks tasks;
  private final Quotas quotas;
  private final Outbox outbox;
  private final UploadRules uploads;
  private final ImportRules rules;
  private final Clock clock;

  public RequestImport(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Images images,
      ImportTasks tasks,
      Quotas quotas,
      Outbox outbox,
      UploadRules uploads,
      ImportRules rules,
      Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.images = images;
    this.tasks = tasks;
    this.quotas = quotas;
    this.outbox = outbox;
    this.uploads = uploads;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * A {@code glance-direct} import.
   *
   * @param outputFormat the format to convert to, where the request names one
   * @param stores the stores to import to; empty means the one that holds the staged bytes
   */
  public record Request(Optional<String> outputFormat, List<String> stores) {
    public Request {
      stores = List.copyOf(stores);
    }
  }

  public Uni<ImportTask> request(Caller caller, UUID imageId, Request request, String requestId) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, imageId, Rule.MODIFY_IMAGE)
            .chain(image -> start(caller, image, request, requestId)));
  }

  private Uni<ImportTask> start(Caller caller, Image image, Request request, String requestId) {
    if (!(image.status() instanceof Staged staged)) {
      throw new ImageProblem.WrongStatus(
              image.id(),
              image.status().wireName(),
              "glance-direct imports an image whose data was staged completely")
          .asException();
    }
    @Nullable String declared = image.attributes().diskFormat();
    if (declared == null || image.attributes().containerFormat() == null) {
      throw new ImageProblem.FormatsUnset(ProblemKind.CONFLICT).asException();
    }
    request.stores().forEach(this::requireKnown);
    if (!request.stores().stream().allMatch(staged.data().store()::equals)) {
      throw new ImportProblem.NotImportable(
              "The data is staged in store %s and can be imported to that one only."
                  .formatted(staged.data().store()))
          .asException();
    }
    Instant now = clock.instant();
    ImportTask task =
        new ImportTask(
            UUID.randomUUID(),
            image.id(),
            caller.projectId(),
            caller.userId(),
            requestId,
            staged.data(),
            declared,
            request.outputFormat().or(() -> rules.outputFormat(staged.data().store())).orElse(null),
            new ImportTask.State.Pending(1, now.plus(rules.offerAgain())),
            now,
            now);
    return quotas
        .headroom(image.owner(), Resource.IMAGE_SIZE_TOTAL)
        .map(headroom -> staged.startImport(task.id(), reserve(task, headroom)))
        .chain(status -> start(image.withStatus(status, now), task));
  }

  private Uni<ImportTask> start(Image importing, ImportTask task) {
    return images
        .save(importing)
        .chain(() -> tasks.add(task))
        .chain(() -> outbox.publish(new ImageImportStarted(Facts.snapshot(importing), task.id())))
        .chain(
            () -> outbox.publish(new ImportRequested(task.imageId(), task.id(), task.owner(), 1)))
        .replaceWith(task);
  }

  private long reserve(ImportTask task, Headroom headroom) {
    OptionalLong bound = task.largestResult();
    if (bound.isEmpty()) {
      return headroom.atMost(Resource.IMAGE_SIZE_TOTAL, uploads.maxImageSize());
    }
    // What is larger than any image may be is refused by the worker, which knows the exact size.
    long bytes = Math.min(bound.getAsLong(), uploads.maxImageSize());
    headroom.require(Resource.IMAGE_SIZE_TOTAL, bytes);
    return bytes;
  }

  private void requireKnown(String store) {
    if (!uploads.stores().contains(store)) {
      throw new ImageProblem.UnknownStore(store, ProblemKind.CONFLICT).asException();
    }
  }
}
