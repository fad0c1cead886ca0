package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
import io.vitrine.registry.outbox.UnitOfWork;
import io.vitrine.registry.policy.Rule;
import io.vitrine.registry.quota.Headroom;
import io.vitrine.registry.quota.Quotas;
import io.vitrine.registry.quota.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Turns an active image into work for one that copies its bytes to more stores. */
@ApplicationScoped
public class RequestCopy {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Quotas quotas;
  private final BeginImport imports;
  private final StoreDirectory stores;

  public RequestCopy(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Quotas quotas,
      BeginImport imports,
      StoreDirectory stores) {
    this.unit = unit;
    this.authorized = authorized;
    this.quotas = quotas;
    this.imports = imports;
    this.stores = stores;
  }

  /**
   * A {@code copy-image} import.
   *
   * @param stores none of which may have the image yet; empty means the default one
   * @param toAllOthers to whatever stores do not have the image yet, instead
   * @param allMustSucceed whether one failure takes all other copies back
   */
  public record Request(List<String> stores, boolean toAllOthers, boolean allMustSucceed) {
    public Request {
      stores = stores.stream().distinct().toList();
    }
  }

  /** Empty where there is nothing to do. */
  public Uni<Optional<ImportTask>> request(
      Caller caller, UUID imageId, Request request, String requestId) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, imageId, Rule.COPY_IMAGE)
            .chain(image -> start(caller, image, request, requestId)));
  }

  private Uni<Optional<ImportTask>> start(
      Caller caller, Image image, Request request, String requestId) {
    if (!(image.status() instanceof Active(StoredData data))) {
      throw new ImageProblem.WrongStatus(
              image.id(), image.status().wireName(), "copy-image copies an active image")
          .asException();
    }
    if (image.task().isPresent()) {
      throw new ImportProblem.NotImportable("Image %s has an active task.".formatted(image.id()))
          .asException();
    }
    List<String> targets = request.toAllOthers() ? others(data) : named(request, data);
    if (targets.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    ImportTask task =
        imports.task(
            caller,
            image,
            new ActiveBytes(targets, request.allMustSucceed()),
            Optional.empty(),
            requestId);
    return quotas
        .headroom(image.owner(), Resource.IMAGE_SIZE_TOTAL, Resource.IMAGE_COUNT_UPLOADING)
        .invoke(headroom -> require(headroom, data, targets))
        .chain(() -> imports.beginCopy(image, targets, task))
        .map(Optional::of);
  }

  private List<String> others(StoredData data) {
    return stores.writable().stream().filter(store -> data.in(store).isEmpty()).toList();
  }

  private List<String> named(Request request, StoredData data) {
    List<String> wanted =
        request.stores().isEmpty() ? List.of(stores.defaultStore()) : request.stores();
    for (String store : wanted) {
      stores.requireWritable(store, ProblemKind.CONFLICT, ProblemKind.CONFLICT);
      if (data.in(store).isPresent()) {
        throw new ImageProblem.Invalid(
                "The image is in store %s already and cannot be copied there.".formatted(store))
            .asException();
      }
    }
    return wanted;
  }

  private static void require(Headroom headroom, StoredData data, List<String> stores) {
    headroom.require(Resource.IMAGE_COUNT_UPLOADING, 1);
    headroom.require(
        Resource.IMAGE_SIZE_TOTAL, Math.multiplyExact(data.size(), (long) stores.size()));
  }
}
