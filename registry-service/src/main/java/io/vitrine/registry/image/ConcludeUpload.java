package io.vitrine.registry.image;

import io.smallrye.mutiny.Uni;
import io.vitrine.events.BlobFact;
import io.vitrine.events.BlobFact.BlobStored;
import io.vitrine.events.BlobFact.UploadFailed;
import io.vitrine.events.BlobFact.UploadProgressed;
import io.vitrine.events.Fact;
import io.vitrine.events.ImageFact.ImageActivated;
import io.vitrine.events.ImageFact.ImageRequeued;
import io.vitrine.events.ImageFact.ImageStaged;
import io.vitrine.outbox.Outbox;
import io.vitrine.outbox.UnitOfWork;
import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.image.ImageStatus.Receiving;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides what the store's facts mean for an image. Idempotent, since facts come at least once: a
 * fact about an upload that the image does not hold changes nothing, except that bytes which nobody
 * adopts are released.
 */
@ApplicationScoped
public class ConcludeUpload {
  private final UnitOfWork unit;
  private final Images images;
  private final Orphans orphans;
  private final Outbox outbox;
  private final UploadRules rules;
  private final Clock clock;

  public ConcludeUpload(
      UnitOfWork unit,
      Images images,
      Orphans orphans,
      Outbox outbox,
      UploadRules rules,
      Clock clock) {
    this.unit = unit;
    this.images = images;
    this.orphans = orphans;
    this.outbox = outbox;
    this.rules = rules;
    this.clock = clock;
  }

  public Uni<Void> on(BlobFact fact) {
    return unit.inTransaction(
        () -> images.lock(fact.imageId()).chain(found -> conclude(found, fact)));
  }

  /** Takes the image back from an upload whose lease ran out. */
  public Uni<Void> expire(UUID imageId) {
    return unit.inTransaction(() -> images.lock(imageId).chain(this::expire));
  }

  private Uni<Void> conclude(Optional<Image> found, BlobFact fact) {
    Optional<Receiving> held =
        found
            .map(Image::status)
            .filter(Receiving.class::isInstance)
            .map(Receiving.class::cast)
            .filter(receiving -> receiving.upload().id().equals(fact.uploadId()));
    if (found.isEmpty() || held.isEmpty()) {
      return late(fact);
    }
    Image image = found.get();
    Receiving receiving = held.get();
    return switch (fact) {
      case BlobStored stored -> complete(image, receiving, stored);
      case UploadFailed failed -> abandon(image, receiving, failed.reason());
      case UploadProgressed _ ->
          images.save(image.renewed(receiving.renewed(renewed(receiving.upload()))));
    };
  }

  private Upload renewed(Upload upload) {
    return upload.renewedUntil(clock.instant().plus(rules.lease(upload.resumable())));
  }

  private Uni<Void> late(BlobFact fact) {
    return switch (fact) {
      case BlobStored stored ->
          orphans.release(
              stored.imageId(),
              new Location(stored.blob().store(), stored.blob().key()),
              "the upload was given up before its bytes were complete");
      case UploadFailed _, UploadProgressed _ -> Uni.createFrom().voidItem();
    };
  }

  private Uni<Void> complete(Image image, Receiving receiving, BlobStored stored) {
    Image next =
        image.withStatus(receiving.complete(Facts.storedData(stored.blob())), clock.instant());
    Fact fact =
        next.status() instanceof Active
            ? new ImageActivated(Facts.snapshot(next), stored.uploadId(), null)
            : new ImageStaged(Facts.snapshot(next), stored.uploadId());
    return images.save(next).chain(() -> outbox.publish(fact));
  }

  private Uni<Void> abandon(Image image, Receiving receiving, String reason) {
    Image queued = image.withStatus(receiving.abandon(), clock.instant());
    UUID uploadId = receiving.upload().id();
    return images
        .save(queued)
        .chain(() -> outbox.publish(new ImageRequeued(Facts.snapshot(queued), uploadId, reason)))
        .chain(() ->
            outbox.publish(Facts.released(image.id(), receiving.upload().location(), reason)));
  }

  private Uni<Void> expire(Optional<Image> found) {
    Instant now = clock.instant();
    return found
        .filter(image -> image.status() instanceof Receiving)
        .map(image -> expire(image, (Receiving) image.status(), now))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private Uni<Void> expire(Image image, Receiving receiving, Instant now) {
    return receiving.upload().leaseExpiresAt().isAfter(now)
        ? Uni.createFrom().voidItem()
        : abandon(image, receiving, "the upload stopped and its lease ran out");
  }
}
