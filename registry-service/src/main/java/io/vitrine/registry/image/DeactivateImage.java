package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact;
import io.vitrine.events.ImageFact.ImageDeactivated;
import io.vitrine.events.ImageFact.ImageReactivated;
import io.vitrine.events.ImageSnapshot;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.image.ImageStatus.Deactivated;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.image.ImageStatus.Receiving;
import io.vitrine.registry.image.ImageStatus.Staged;
import io.vitrine.registry.policy.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Function;

/** Takes an image out of use while it is looked into, and gives it back. */
@ApplicationScoped
public class DeactivateImage {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Images images;
  private final Outbox outbox;
  private final Clock clock;

  public DeactivateImage(
      UnitOfWork unit, AuthorizedImages authorized, Images images, Outbox outbox, Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.images = images;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** Does nothing to an image that is deactivated already. */
  public Uni<Image> deactivate(Caller caller, UUID id, Precondition precondition) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, id, Rule.DEACTIVATE)
            .map(precondition::require)
            .chain(this::deactivate));
  }

  /** Does nothing to an image that is active already. */
  public Uni<Image> reactivate(Caller caller, UUID id, Precondition precondition) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, id, Rule.REACTIVATE)
            .map(precondition::require)
            .chain(this::reactivate));
  }

  private Uni<Image> deactivate(Image image) {
    return switch (image.status()) {
      case Active active -> save(image, active.deactivate(), ImageDeactivated::new);
      case Deactivated _ -> Uni.createFrom().item(image);
      case Queued _, Receiving _, Staged _, Importing _ -> throw refused("deactivate", image);
    };
  }

  private Uni<Image> reactivate(Image image) {
    return switch (image.status()) {
      case Deactivated deactivated -> save(image, deactivated.reactivate(), ImageReactivated::new);
      case Active _ -> Uni.createFrom().item(image);
      case Queued _, Receiving _, Staged _, Importing _ -> throw refused("reactivate", image);
    };
  }

  private Uni<Image> save(Image image, ImageStatus next, Function<ImageSnapshot, ImageFact> fact) {
    Image changed = image.withStatus(next, clock.instant());
    return images
        .save(changed)
        .chain(() -> outbox.publish(fact.apply(Facts.snapshot(changed))))
        .replaceWith(changed);
  }

  private static RuntimeException refused(String action, Image image) {
    return new ImageProblem.Refused(
            "Not allowed to %s image in status '%s'".formatted(action, image.status().wireName()))
        .asException();
  }
}
