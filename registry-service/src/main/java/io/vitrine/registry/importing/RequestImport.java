package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageStatus.Staged;
import io.vitrine.registry.image.UploadRules;
import io.vitrine.registry.importing.ImportSource.StagedBytes;
import io.vitrine.registry.outbox.UnitOfWork;
import io.vitrine.registry.policy.Rule;
import io.vitrine.registry.quota.Headroom;
import io.vitrine.registry.quota.Quotas;
import io.vitrine.registry.quota.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Turns a staged image into work for a conversion worker. */
@ApplicationScoped
public class RequestImport {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Quotas quotas;
  private final BeginImport imports;
  private final UploadRules uploads;
  private final ImportRules rules;

  public RequestImport(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Quotas quotas,
      BeginImport imports,
      UploadRules uploads,
      ImportRules rules) {
    this.unit = unit;
    this.authorized = authorized;
    this.quotas = quotas;
    this.imports = imports;
    this.uploads = uploads;
    this.rules = rules;
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
    requireWritable(request.stores());
    String store = staged.data().first().store();
    if (!request.stores().stream().allMatch(store::equals)) {
      throw new ImportProblem.NotImportable(
              "The data is staged in store %s and can be imported to that one only."
                  .formatted(store))
          .asException();
    }
    requireWritable(List.of(store));
    ImportTask task =
        imports.task(
            caller,
            image,
            new StagedBytes(staged.data()),
            request.outputFormat().or(() -> rules.outputFormat(store)),
            requestId);
    return quotas
        .headroom(image.owner(), Resource.IMAGE_SIZE_TOTAL)
        .map(headroom -> staged.startImport(task.id(), reserve(task, headroom)))
        .chain(status -> imports.begin(image, status, task));
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

  private void requireWritable(List<String> stores) {
    stores.forEach(store ->
        uploads.stores().requireWritable(store, ProblemKind.CONFLICT, ProblemKind.CONFLICT));
  }
}
