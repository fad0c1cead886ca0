package io.vitrine.registry.image;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vitrine.events.ImageFact.ImageDeleted;
import io.vitrine.events.ImageFact.ImageRestored;
import io.vitrine.identity.Caller;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.image.ImageStatus.Deactivated;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.image.ImageStatus.Receiving;
import io.vitrine.registry.image.ImageStatus.Staged;
import io.vitrine.registry.policy.Policy;
import io.vitrine.registry.policy.Rule;
import io.vitrine.registry.quota.Quotas;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes images. Where deleted images are kept for a while, an administrator can restore one, and
 * its bytes go when that time is over; an image that was still on its way goes at once.
 */
@ApplicationScoped
public class DeleteImage {
  private final UnitOfWork unit;
  private final AuthorizedImages authorized;
  private final Policy policy;
  private final Images images;
  private final DeletedImages deleted;
  private final Quotas quotas;
  private final Outbox outbox;
  private final RetentionRules rules;
  private final UploadRules uploads;
  private final Clock clock;

  public DeleteImage(
      UnitOfWork unit,
      AuthorizedImages authorized,
      Policy policy,
      Images images,
      DeletedImages deleted,
      Quotas quotas,
      Outbox outbox,
      RetentionRules rules,
      UploadRules uploads,
      Clock clock) {
    this.unit = unit;
    this.authorized = authorized;
    this.policy = policy;
    this.images = images;
    this.deleted = deleted;
    this.quotas = quotas;
    this.outbox = outbox;
    this.rules = rules;
    this.uploads = uploads;
    this.clock = clock;
  }

  public Uni<Void> delete(Caller caller, UUID id, Precondition precondition) {
    return unit.inTransaction(() ->
        authorized
            .lock(caller, id, Rule.DELETE_IMAGE)
            .map(precondition::require)
            .chain(this::remove));
  }

  /** Brings an image back as it was, members included. */
  public Uni<Image> restore(Caller caller, UUID id) {
    policy.require(Rule.RESTORE_IMAGE, caller);
    return unit.inTransaction(() ->
        deleted
            .restore(id)
            .map(found -> found.orElseThrow(() -> new ImageProblem.Missing(id).asException()))
            .map(image -> image.restored(clock.instant()))
            .call(images::save)
            .call(image -> quotas.requireRoomFor(image.owner(), image.usage()))
            .call(image -> outbox.publish(new ImageRestored(Facts.snapshot(image)))));
  }

  /** Ends what can no longer be restored. */
  public Uni<Void> purge(UUID id) {
    return unit.inTransaction(() ->
        deleted
            .purge(id, clock.instant())
            .chain(data -> release(id, data, "the deleted image's time is over", null)));
  }

  private Uni<Void> remove(Image image) {
    if (image.attributes().isProtected()) {
      throw new ImageProblem.Protected(image.id()).asException();
    }
    Instant now = clock.instant();
    Uni<Void> removed =
        rules.keepsDeletedImages() && isRestorable(image)
            ? deleted.keep(image, now, now.plus(rules.deletedImages()))
            : images
                .remove(image, now)
                .chain(
                    () -> release(image.id(), image.objects(), "image deleted", quiet(image, now)));
    return removed.chain(() -> outbox.publish(new ImageDeleted(Facts.snapshot(image))));
  }

  /** When no store writes to the image's keys any more: each that did has heard of its end. */
  private @Nullable Instant quiet(Image image, Instant now) {
    return image.status() instanceof Receiving ? now.plus(uploads.uploadLease()) : null;
  }

  /** What a worker has written meanwhile is released when its run reports back or is missed. */
  private Uni<Void> release(
      UUID id, List<Location> locations, String cause, @Nullable Instant notBefore) {
    return Multi.createFrom()
        .iterable(locations)
        .onItem()
        .transformToUniAndConcatenate(
            location -> outbox.publish(Facts.released(id, location, cause, notBefore)))
        .collect()
        .asList()
        .replaceWithVoid();
  }

  /** Whoever works on an image that is deleted stops; there would be nothing to go on with. */
  private static boolean isRestorable(Image image) {
    return switch (image.status()) {
      case Queued _, Active _, Deactivated _ -> true;
      case Receiving _, Staged _, Importing _ -> false;
    };
  }
}
