package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageUpdated;
import io.vitrine.identity.Caller;
import io.vitrine.registry.outbox.Outbox;
import io.vitrine.registry.outbox.UnitOfWork;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/** Changes records. Each change works on the locked image, so none loses another. */
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

  private Uni<Image> save(Caller caller, Image image, ImagePatch patch) {
    Image changed = patch.applyTo(image, caller, clock.instant());
    return images
        .save(changed)
        .chain(() -> outbox.publish(new ImageUpdated(Facts.snapshot(changed))))
        .replaceWith(changed);
  }
}
