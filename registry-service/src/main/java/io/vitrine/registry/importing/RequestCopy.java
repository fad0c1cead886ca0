package io.vitrine.registry.importing;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.AuthorizedImages;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.importing.ImportSource.ActiveBytes;
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
   * @param wish names stores none of which may have the image yet; none means the default one, all
   *     means those that do not have it yet
   * @return empty where there is nothing to do
   */
  public Uni<Optional<ImportTask>> request(
      Caller caller, UUID imageId, Wish wish, String requestId) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, imageId, Rule.COPY_IMAGE)
            .chain(image -> start(caller, image, wish, requestId)));
  }

  private Uni<Optional<ImportTask>> start(Caller caller, Image image, Wish wish, String requestId) {
    if (!(image.status() instanceof Active(StoredData data))) {
      throw new ImageProblem.WrongStatus(
              image.id(), image.status().wireName(), "copy-image copies an active image")
          .asException();
    }
    if (image.task().isPresent()) {
      throw new ImportProblem.NotImportable("Image %s has an active task.".formatted(image.id()))
          .asException();
    }
    List<String> targets = wish.toAllStores() ? others(data) : named(wish, data);
    if (targets.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    ImportTask task =
        imports.task(
            caller,
            image,
            new ActiveBytes(),
            new Destination(targets, wish.allMustSucceed(), null),
            requestId);
    return quotas
        .headroom(image.owner(), Resource.IMAGE_SIZE_TOTAL, Resource.IMAGE_COUNT_UPLOADING)
        .invoke(headroom -> require(headroom, data, targets))
        .chain(() -> imports.beginCopy(image, task))
        .map(Optional::of);
  }

  private List<String> others(StoredData data) {
    return stores.writable().stream().filter(store -> data.in(store).isEmpty()).toList();
  }

  private List<String> named(Wish wish, StoredData data) {
    List<String> wanted = wish.stores().isEmpty() ? List.of(stores.defaultStore()) : wish.stores();
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
