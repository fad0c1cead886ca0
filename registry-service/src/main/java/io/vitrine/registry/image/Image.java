package io.vitrine.registry.image;

import io.vitrine.registry.image.ImageStatus.Active;
import io.vitrine.registry.image.ImageStatus.Complete;
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
import org.jspecify.annotations.Nullable;

/**
 * An image of the catalogue.
 *
 * @param version grows with every change, those of its members included
 * @param owner the project it belongs to
 * @param copying to other stores; null if that was never asked for
 * @param updatedAt grows with every change of the record itself
 */
public record Image(
    UUID id,
    long version,
    String owner,
    ImageAttributes attributes,
    ImageStatus status,
    @Nullable Copying copying,
    Instant createdAt,
    Instant updatedAt) {

  public static Image register(UUID id, String owner, ImageAttributes attributes, Instant now) {
    return new Image(id, 1, owner, attributes, new Queued(), null, now, now);
  }

  public Image withStatus(ImageStatus next, Instant now) {
    return changed(owner, attributes, next, copying, now);
  }

  public Image with(String owner, ImageAttributes attributes, Instant now) {
    return changed(owner, attributes, status, copying, now);
  }

  /** The same image with part of its attributes, for somebody who may not read them all. */
  Image showing(ImageAttributes attributes) {
    return new Image(id, version, owner, attributes, status, copying, createdAt, updatedAt);
  }

  /** In the hands of a task that brings its bytes to these stores. */
  public Image importingTo(Importing status, List<String> stores, Instant now) {
    return changed(owner, attributes, status, new Copying(status.taskId(), stores, List.of()), now);
  }

  /** The result of an import is in one store, and must get to all others before it is used. */
  public Image landed(Importing from, StoredData data, Instant now) {
    return changed(
        owner, attributes, from.landed(data), arrivedIn(from, data.first().store()), now);
  }

  /**
   * Active with the result of an import, which decides the disk format.
   *
   * @param described its attributes else
   */
  public Image imported(Importing from, StoredData data, ImageAttributes described, Instant now) {
    return changed(
        owner,
        described.withDiskFormat(data.diskFormat()),
        from.complete(data),
        arrivedIn(from, data.locations().getLast().store()),
        now);
  }

  /** The import goes on like this, and comes to that store last. */
  public Image leavingLast(String store, Importing next, Instant now) {
    return changed(owner, attributes, next, requireCopying().leavingLast(store), now);
  }

  /** An import that an earlier version began has one store, and does not name it. */
  private @Nullable Copying arrivedIn(Importing from, String store) {
    return copyingOf(from.taskId()).map(it -> it.arrivedIn(store)).orElse(copying);
  }

  /** The import came to nothing, in all the stores that it went to. */
  public Image importFailed(Importing from, Instant now) {
    List<String> landed =
        from.landed() == null
            ? List.of()
            : from.landed().locations().stream().map(Location::store).toList();
    return changed(
        owner,
        attributes,
        from.fail(),
        copyingOf(from.taskId()).map(it -> it.abandoned(landed)).orElse(copying),
        now);
  }

  /** As it was before it was deleted, but for what was under way. */
  Image restored(Instant now) {
    return changed(
        owner, attributes, status, copying == null ? null : copying.abandoned(List.of()), now);
  }

  /** On its way to more stores. */
  public Image copyingTo(List<String> stores, UUID taskId, Instant now) {
    return changed(owner, attributes, status, new Copying(taskId, stores, List.of()), now);
  }

  /** Its bytes have arrived in one more of the stores that they go to. */
  public Image copiedTo(Location copy, Instant now) {
    return changed(
        owner,
        attributes,
        status instanceof Importing importing && importing.landed() != null
            ? importing.landed(importing.landed().with(copy))
            : requireComplete().at(requireComplete().data().with(copy)),
        requireCopying().arrivedIn(copy.store()),
        now);
  }

  /** Copied no further, and without those copies. */
  public Image copyingAbandoned(List<Location> takenBack, Instant now) {
    return changed(
        owner,
        attributes,
        requireComplete().at(requireComplete().data().without(takenBack)),
        requireCopying().abandoned(takenBack.stream().map(Location::store).toList()),
        now);
  }

  /** Without one of several copies of its bytes. */
  Image without(Location copy, Instant now) {
    return withStatus(requireComplete().at(requireComplete().data().without(List.of(copy))), now);
  }

  private Complete requireComplete() {
    if (status instanceof Complete complete) {
      return complete;
    }
    throw new IllegalStateException("image %s is %s".formatted(id, status.wireName()));
  }

  private Copying requireCopying() {
    if (copying == null) {
      throw new IllegalStateException("image %s is not being copied".formatted(id));
    }
    return copying;
  }

  private Image changed(
      String owner,
      ImageAttributes attributes,
      ImageStatus status,
      @Nullable Copying copying,
      Instant now) {
    return new Image(id, version + 1, owner, attributes, status, copying, createdAt, after(now));
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
    return new Image(id, version + 1, owner, attributes, status, copying, createdAt, updatedAt);
  }

  /** A lease or a reservation is housekeeping: it changes neither version nor date. */
  Image renewed(Reserving status) {
    return new Image(id, version, owner, attributes, status, copying, createdAt, updatedAt);
  }

  /** What a download reads, where one is allowed. */
  public Optional<StoredData> data() {
    return status instanceof Complete complete ? Optional.of(complete.data()) : Optional.empty();
  }

  /** The import, or the task that copies, at work on it. */
  public Optional<UUID> task() {
    if (status instanceof Importing importing) {
      return Optional.of(importing.taskId());
    }
    return copying != null && copying.isUnderWay()
        ? Optional.of(copying.taskId())
        : Optional.empty();
  }

  /** Complete bytes that wait for an import or are being imported. */
  public Optional<StoredData> staged() {
    return switch (status) {
      case Staged(StoredData data) -> Optional.of(data);
      case Importing importing -> Optional.ofNullable(importing.staged());
      case Queued(), Receiving _, Active _, Deactivated _ -> Optional.empty();
    };
  }

  /**
   * What it counts as in its project, each copy by itself, even before it has arrived: the same
   * that the triggers on the table count.
   */
  public Usage usage() {
    int pending = copying == null ? 0 : copying.pending().size();
    long bytes = data().map(data -> data.size() * (data.locations().size() + pending)).orElse(0L);
    long stagedBytes = staged().map(StoredData::size).orElse(0L);
    if (status instanceof Reserving reserving) {
      bytes += reserving.counted() == Resource.IMAGE_SIZE_TOTAL ? reserving.reserved() : 0;
      stagedBytes += reserving.counted() == Resource.IMAGE_STAGE_TOTAL ? reserving.reserved() : 0;
    }
    boolean uploading = status instanceof Reserving || status instanceof Staged || pending > 0;
    return new Usage(1, bytes, stagedBytes, uploading ? 1 : 0);
  }

  /** The result of an import that is not in all its stores yet. */
  public Optional<StoredData> landed() {
    return status instanceof Importing importing
        ? Optional.ofNullable(importing.landed())
        : Optional.empty();
  }

  /** The bytes that others are copied from: the result of an import, or what a download reads. */
  public Optional<StoredData> result() {
    return landed().or(this::data);
  }

  /** Which stores that task brings the bytes to; empty where none or another one is remembered. */
  public Optional<Copying> copyingOf(UUID taskId) {
    return Optional.ofNullable(copying).filter(it -> it.taskId().equals(taskId));
  }

  /** How many copies of the result an import makes at once: each counts. */
  int copiesReserved() {
    if (!(status instanceof Importing importing)) {
      return 1;
    }
    int pending = copyingOf(importing.taskId()).map(it -> it.pending().size()).orElse(0);
    return Math.max(1, pending + landed().map(data -> data.locations().size()).orElse(0));
  }

  /** Bytes that whoever works on it may land in one store. */
  public long room() {
    return status instanceof Reserving reserving
        ? reserving.reserved() / copiesReserved()
        : data().map(StoredData::size).orElse(0L);
  }

  /** The objects in stores that are its, complete or not. */
  public List<Location> objects() {
    return switch (status) {
      case Queued() -> List.of();
      case Receiving receiving -> List.of(receiving.upload().location());
      case Staged(StoredData data) -> data.locations();
      case Importing _ -> staged().or(this::landed).map(StoredData::locations).orElse(List.of());
      case Complete complete -> complete.data().locations();
    };
  }
}
