package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import java.util.UUID;

/** The first step of every change that a client makes to a record. */
final class LockImage {
  private LockImage() {}

  /** The image, held by the transaction, if the caller may change it as it is. */
  static Uni<Image> toModify(Images images, Caller caller, UUID id, Precondition precondition) {
    return images
        .lock(id)
        .map(found ->
            precondition.require(
                ImagePolicy.modifiable(
                    caller, found.orElseThrow(() -> new ImageProblem.Missing(id).asException()))));
  }
}
