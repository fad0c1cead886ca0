package io.vitrine.registry.image;

import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.image.ImageStatus.Deactivated;
import io.vitrine.registry.image.ImageStatus.Importing;
import io.vitrine.registry.image.ImageStatus.Queued;
import io.vitrine.registry.image.ImageStatus.Receiving;
import io.vitrine.registry.image.ImageStatus.Reserving;
import io.vitrine.registry.image.ImageStatus.Staged;
import io.vitrine.registry.quota.Resource;
import io.vitrine.registry.quota.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An image of the catalogue.
 *
 * @param version grows with every change, those of its members included
 * @param owner the project it belongs to
 * @param updatedAt grows with every change of the record itself
 */
public record Image(
    UUID id,
    long version,
    String owner,
    ImageAttributes attributes,
    ImageStatus status,
    Instant createdAt,
    Instant updatedAt) {

  public static Image register(UUID id, String owner, ImageAttributes attributes, Instant now) {
    return new Image(id, 1, owner, attributes, new Queued(), now, now);
  }

  public Image withStatus(ImageStatus next, Instant now) {
    return new Image(id, version + 1, owner, attributes, next, createdAt, after(now));
  }

  public Image with(String owner, ImageAttributes attributes, Instant now) {
    return new Image(id, version + 1, owner, attributes, status, createdAt, after(now));
  }

  /** The same image with part of its attributes, for somebody who may not read them all. */
  Image showing(ImageAttributes attributes) {
    return new Image(id, version, owner, attributes, status, createdAt, updatedAt);
  }

  /** Active with the result of an import, which decides the disk format. */
  public Image imported(Importing from, StoredData data, Instant now) {
    return new Image(
        id,
        version + 1,
        owner,
        attributes.withDiskFormat(data.diskFormat()),
        from.complete(data),
        createdAt,
        after(now));
  }

  /** Later than the change before, whatever the clocks of two registries say. */
  private Instant after(Instant now) {
    return now.isAfter(updatedAt) ? now : updatedAt.plus(1, ChronoUnit.MICROS);
  }

  /**
   * A number for the state of the record that clients see. Unlike the version it stays as it is
   * when a member answers, which is no reason for the owner to look at his image again.
   */
  public long revision() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, updatedAt);
  }

  /** With other members: a change of the image that its own dates do not show, as in Glance. */
  public Image withOtherMembers() {
    return new Image(id, version + 1, owner, attributes, status, createdAt, updatedAt);
  }

  /** A lease or a reservation is housekeeping: it changes neither version nor date. */
  Image renewed(Reserving status) {
    return new Image(id, version, owner, attributes, status, createdAt, updatedAt);
  }

  /** The object that a download reads, where one is allowed. */
  public Optional<StoredData> data() {
    return switch (status) {
      case Active(StoredData data) -> Optional.of(data);
      case Deactivated(StoredData data) -> Optional.of(data);
      case Queued(), Receiving _, Staged _, Importing _ -> Optional.empty();
    };
  }

  /** Complete bytes that wait for an import or are being imported. */
  public Optional<StoredData> staged() {
    return switch (status) {
      case Staged(StoredData data) -> Optional.of(data);
      case Importing importing -> Optional.ofNullable(importing.staged());
      case Queued(), Receiving _, Active _, Deactivated _ -> Optional.empty();
    };
  }

  /** What it counts as in its project: the same that the triggers on the table count. */
  public Usage usage() {
    long bytes = data().map(StoredData::size).orElse(0L);
    long stagedBytes = staged().map(StoredData::size).orElse(0L);
    if (status instanceof Reserving reserving) {
      bytes += reserving.counted() == Resource.IMAGE_SIZE_TOTAL ? reserving.reserved() : 0;
      stagedBytes += reserving.counted() == Resource.IMAGE_STAGE_TOTAL ? reserving.reserved() : 0;
    }
    boolean uploading = status instanceof Reserving || status instanceof Staged;
    return new Usage(1, bytes, stagedBytes, uploading ? 1 : 0);
  }

  /** The objects in stores that are its, complete or not. */
  public List<Location> objects() {
    return status instanceof Receiving receiving
        ? List.of(receiving.upload().location())
        : data().or(this::staged).map(StoredData::locations).orElse(List.of());
  }
}
