package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.problem.ProblemKind;
import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.policy.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/**
 * Takes an image's bytes out of one of its stores. An image lies in one store only so far, and the
 * last one is never emptied this way, so every request is refused; the checks come in Glance's
 * order.
 */
@ApplicationScoped
public class RemoveFromStore {
  private final AuthorizedImages images;
  private final StoreDirectory stores;

  public RemoveFromStore(AuthorizedImages images, StoreDirectory stores) {
    this.images = images;
    this.stores = stores;
  }

  public Uni<Void> remove(Caller caller, UUID id, String store) {
    stores.require(store, ProblemKind.CONFLICT);
    return images
        .find(caller, id, Rule.GET_IMAGE_LOCATION, Rule.DELETE_IMAGE_LOCATION)
        .chain(image -> Uni.createFrom().failure(refusal(image).asException()));
  }

  private static ImageProblem refusal(Image image) {
    return image.status() instanceof Active
        ? new ImageProblem.Refused(
            "Cannot delete image data from the only store containing it."
                + " Consider deleting the image instead.")
        : new ImageProblem.WrongStatus(
            image.id(),
            image.status().wireName(),
            "data can be removed from a store of an active image only");
  }
}
