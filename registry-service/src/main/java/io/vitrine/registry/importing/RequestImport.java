package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageStatus.Staged;
import io.vitrine.registry.image.UploadRules;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.policy.Rule;
import io.vitrine.registry.quota.Headroom;
import io.vitrine.registry.quota.Quotas;
import io.vitrine.registry.quota.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import java.util.UUID;

/** Turns a staged image into work for a conversion worker: {@code glance-direct}. */
@ApplicationScoped
public class RequestImport {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Quotas quotas;
  private final BeginImport imports;
  private final UploadRules uploads;

  public RequestImport(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Quotas quotas,
      BeginImport imports,
      UploadRules uploads) {
    this.unit = unit;
    this.authorized = authorized;
    this.quotas = quotas;
    this.imports = imports;
    this.uploads = uploads;
  }

  public Uni<ImportTask> request(Caller caller, UUID imageId, Wish wish, String requestId) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, imageId, Rule.MODIFY_IMAGE)
            .chain(image -> start(caller, image, wish, requestId)));
  }

  private Uni<ImportTask> start(Caller caller, Image image, Wish wish, String requestId) {
    if (!(image.status() instanceof Staged staged)) {
      throw new ImageProblem.WrongStatus(
              image.id(),
              image.status().wireName(),
              "glance-direct imports an image whose data was staged completely")
          .asException();
    }
    Destination destination = imports.destination(wish, image, staged.data().first().store());
    ImportTask task =
        imports.task(
            caller, image, new StagedBytes(staged.data(), wish.expected()), destination, requestId);
    return quotas
        .headroom(image.owner(), Resource.IMAGE_SIZE_TOTAL)
        .map(headroom -> staged.startImport(task.id(), reserve(task, headroom)))
        .chain(status -> imports.begin(image, status, task));
  }

  private long reserve(ImportTask task, Headroom headroom) {
    int copies = task.destination().stores().size();
    OptionalLong bound = task.largestResult();
    if (bound.isEmpty()) {
      // The worker asks for more when it knows.
      return headroom.atMost(
          Resource.IMAGE_SIZE_TOTAL,
          Math.multiplyExact(uploads.reservationAfter(0), (long) copies));
    }
    // What is larger than any image may be is refused by the worker, which knows the exact size.
    long bytes =
        Math.multiplyExact(Math.min(bound.getAsLong(), uploads.maxImageSize()), (long) copies);
    headroom.require(Resource.IMAGE_SIZE_TOTAL, bytes);
    return bytes;
  }
}
