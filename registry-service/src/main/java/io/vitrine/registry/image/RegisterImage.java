package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageCreated;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.quota.Quotas;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Makes a new image, without data. */
@ApplicationScoped
public class RegisterImage {
  private final UnitOfWork unit;
  private final Images images;
  private final Quotas quotas;
  private final Outbox outbox;
  private final ImageRules rules;
  private final Clock clock;

  public RegisterImage(
      UnitOfWork unit, Images images, Quotas quotas, Outbox outbox, ImageRules rules, Clock clock) {
    this.unit = unit;
    this.images = images;
    this.quotas = quotas;
    this.outbox = outbox;
    this.rules = rules;
    this.clock = clock;
  }

  public Uni<Image> register(
      Caller caller, Optional<UUID> id, Optional<String> owner, ImageAttributes attributes) {
    String project = owner.orElse(caller.projectId());
    rules.requireNew(caller, project, attributes);
    Instant now = clock.instant();
    Image image = Image.register(id.orElseGet(UUID::randomUUID), project, attributes, now);
    return unit.inTransaction(() ->
        images
            .add(image)
            .chain(() -> quotas.requireRoomFor(project, image.usage()))
            .chain(() -> outbox.publish(new ImageCreated(Facts.snapshot(image))))
            .replaceWith(() -> rules.shown(image, caller)));
  }
}
