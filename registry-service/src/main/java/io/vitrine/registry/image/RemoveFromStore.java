package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.problem.ProblemException;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.policy.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/** Takes an image's bytes out of one of its stores; the checks come in Glance's order. */
@ApplicationScoped
public class RemoveFromStore {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Images images;
  private final Outbox outbox;
  private final StoreDirectory stores;
  private final Clock clock;

  public RemoveFromStore(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Images images,
      Outbox outbox,
      StoreDirectory stores,
      Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.images = images;
    this.outbox = outbox;
    this.stores = stores;
    this.clock = clock;
  }

  /**
   * Has the bytes released there. Where the store itself has been taken away, nobody can: then the
   * image only forgets it, and the object is its operator's.
   */
  public Uni<Void> remove(Caller caller, UUID id, String store) {
    boolean known = stores.find(store).isPresent();
    return unit.inTransaction(() ->
        authorized
            .lock(caller, id, Rule.GET_IMAGE_LOCATION, Rule.DELETE_IMAGE_LOCATION)
            .onFailure(refusal -> !known && refusal instanceof ProblemException)
            .transform(refusal -> unknown(store))
            .invoke(image -> {
              if (!known && image.data().flatMap(data -> data.in(store)).isEmpty()) {
                throw unknown(store);
              }
            })
            .chain(image -> remove(image, store, known)));
  }

  private static ProblemException unknown(String store) {
    return new ImageProblem.UnknownStore(store, ProblemKind.CONFLICT).asException();
  }

  private Uni<Void> remove(Image image, String store, boolean releases) {
    Location copy = requireSpare(image, store);
    Image changed = image.without(copy, clock.instant());
    Uni<Void> removed =
        images.save(changed).chain(() -> outbox.publish(Facts.updated(image, changed)));
    return releases
        ? removed.chain(() ->
            outbox.publish(
                Facts.released(image.id(), copy, "the image was removed from the store")))
        : removed;
  }

  private Location requireSpare(Image image, String store) {
    if (!(image.status() instanceof Active(StoredData data))) {
      throw new ImageProblem.WrongStatus(
              image.id(),
              image.status().wireName(),
              "data can be removed from a store of an active image only")
          .asException();
    }
    // One in a store that has been taken away does not count: perhaps it does not come back.
    boolean elsewhere =
        data.locations().stream()
            .map(Location::store)
            .anyMatch(other -> !other.equals(store) && stores.find(other).isPresent());
    if (data.in(store).isPresent() && !elsewhere) {
      throw new ImageProblem.Refused(
              "Cannot delete image data from the only store containing it."
                  + " Consider deleting the image instead.")
          .asException();
    }
    return data.in(store)
        .orElseThrow(() -> new ImageProblem.NotInStore(image.id(), store).asException());
  }
}
