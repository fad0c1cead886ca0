package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.policy.Rule;
import io.vitrine.registry.quota.Quotas;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;

/** Changes records. Each change works on the locked image, so none loses another. */
@ApplicationScoped
public class ChangeImage {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Images images;
  private final Quotas quotas;
  private final Outbox outbox;
  private final ImageRules rules;
  private final Clock clock;

  public ChangeImage(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Images images,
      Quotas quotas,
      Outbox outbox,
      ImageRules rules,
      Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.images = images;
    this.quotas = quotas;
    this.outbox = outbox;
    this.rules = rules;
    this.clock = clock;
  }

  public Uni<Image> apply(Caller caller, UUID id, ImagePatch patch, Precondition precondition) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, id, Rule.MODIFY_IMAGE)
            .map(precondition::require)
            .chain(image ->
                patch.isEmpty() ? Uni.createFrom().item(image) : save(caller, image, patch))
            .map(image -> rules.shown(image, caller)));
  }

  private Uni<Image> save(Caller caller, Image image, ImagePatch patch) {
    Image changed = patch.applyTo(image, caller, rules, clock.instant());
    return images
        .save(changed)
        .chain(() ->
            changed.owner().equals(image.owner())
                ? Uni.createFrom().voidItem()
                : quotas.requireRoomFor(changed.owner(), changed.usage()))
        .chain(() -> outbox.publish(Facts.updated(image, changed)))
        .replaceWith(changed);
  }
}
