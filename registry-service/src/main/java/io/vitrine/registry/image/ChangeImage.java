package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.BlobReleaseFact.BlobReleased;
import io.vitrine.events.ImageFact.ImageDeleted;
import io.vitrine.events.ImageFact.ImageUpdated;
import io.vitrine.identity.Caller;
import io.vitrine.registry.outbox.Outbox;
import io.vitrine.registry.outbox.UnitOfWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Changes and deletes records. Each works on the locked image, so no change loses another. */
@ApplicationScoped
public class ChangeImage {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Images images;
  private final Outbox outbox;
  private final Clock clock;

  public ChangeImage(
      UnitOfWork unit, AuthorizedImages authorized, Images images, Outbox outbox, Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.images = images;
    this.outbox = outbox;
    this.clock = clock;
  }

  public Uni<Image> apply(Caller caller, UUID id, ImagePatch patch, Precondition precondition) {
    return unit.inTransaction(() ->
        authorized
            .lockModifiable(caller, id)
            .map(precondition::require)
            .chain(image ->
                patch.isEmpty() ? Uni.createFrom().item(image) : save(caller, image, patch)));
  }

  public Uni<Void> delete(Caller caller, UUID id, Precondition precondition) {
    return unit.inTransaction(
        () -> authorized.lockModifiable(caller, id).map(precondition::require).chain(this::remove));
  }

  private Uni<Image> save(Caller caller, Image image, ImagePatch patch) {
    Image changed = patch.applyTo(image, caller, clock.instant());
    return images
        .save(changed)
        .chain(() -> outbox.publish(new ImageUpdated(Facts.snapshot(changed))))
        .replaceWith(changed);
  }

  private Uni<Void> remove(Image image) {
    if (image.attributes().isProtected()) {
      throw new ImageProblem.Protected(image.id()).asException();
    }
    Instant now = clock.instant();
    Uni<Void> removed =
        images
            .remove(image, now)
            .chain(() -> outbox.publish(new ImageDeleted(Facts.snapshot(image))));
    return releaseOf(image)
        .map(release -> removed.chain(() -> outbox.publish(release)))
        .orElse(removed);
  }

  private static Optional<BlobReleased> releaseOf(Image image) {
    String cause = "image deleted";
    return switch (image.status()) {
      case ImageStatus.Queued() -> Optional.empty();
      case ImageStatus.Receiving receiving ->
          Optional.of(Facts.released(image, receiving.upload(), cause));
      case ImageStatus.Staged(StoredData data) -> Optional.of(Facts.released(image, data, cause));
      // What a worker has written meanwhile is released when its run reports back or is missed.
      case ImageStatus.Importing importing ->
          Optional.ofNullable(importing.staged()).map(data -> Facts.released(image, data, cause));
      case ImageStatus.Active(StoredData data) -> Optional.of(Facts.released(image, data, cause));
      case ImageStatus.Deactivated(StoredData data) ->
          Optional.of(Facts.released(image, data, cause));
    };
  }
}
