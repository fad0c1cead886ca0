package io.vitrine.registry.image;

import io.vitrine.events.Blob;
import io.vitrine.events.BlobReleaseFact.BlobReleased;
import io.vitrine.events.ImageFact.ImageUpdated;
import io.vitrine.events.ImageSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images in the words of the event contract. */
public final class Facts {
  private Facts() {}

  public static ImageSnapshot snapshot(Image image) {
    ImageAttributes attributes = image.attributes();
    @Nullable StoredData data = image.data().orElse(null);
    @Nullable Copying copying = image.copying();
    return new ImageSnapshot(
        image.id(),
        image.version(),
        attributes.name(),
        image.status().wireName(),
        attributes.visibility().wireName(),
        image.owner(),
        attributes.diskFormat(),
        attributes.containerFormat(),
        image.data().or(image::staged).map(StoredData::size).orElse(null),
        data == null ? null : data.virtualSize(),
        data == null ? null : data.checksum(),
        data == null ? null : data.osHashAlgo(),
        data == null ? null : data.osHashValue(),
        attributes.minDisk(),
        attributes.minRam(),
        attributes.isProtected(),
        attributes.osHidden(),
        List.copyOf(attributes.tags()),
        attributes.properties(),
        image.createdAt(),
        image.updatedAt(),
        image.data().map(StoredData::locations).orElse(List.of()).stream()
            .map(Location::store)
            .toList(),
        copying == null ? null : copying.pending(),
        copying == null ? null : copying.failed());
  }

  public static ImageUpdated updated(Image was, Image is) {
    return ImageUpdated.of(snapshot(was), snapshot(is));
  }

  public static StoredData storedData(Blob blob) {
    return storedData(blob, List.of());
  }

  /**
   * The same with more copies.
   *
   * @param more behind those that the blob names
   */
  public static StoredData storedData(Blob blob, List<Blob.Copy> more) {
    return new StoredData(
        Stream.concat(
                Stream.of(new Location(blob.store(), blob.key())),
                Stream.concat(blob.copies().stream(), more.stream())
                    .map(copy -> new Location(copy.store(), copy.key())))
            .toList(),
        blob.size(),
        blob.checksum(),
        blob.osHashAlgo(),
        blob.osHashValue(),
        blob.diskFormat(),
        blob.virtualSize());
  }

  public static Blob blob(StoredData data) {
    Location first = data.first();
    return new Blob(
        first.store(),
        first.key(),
        data.size(),
        data.checksum(),
        data.osHashAlgo(),
        data.osHashValue(),
        data.diskFormat(),
        data.virtualSize(),
        data.locations().stream()
            .skip(1)
            .map(copy -> new Blob.Copy(copy.store(), copy.key()))
            .toList());
  }

  public static BlobReleased released(UUID imageId, Location location, String cause) {
    return released(imageId, location, cause, null);
  }

  /** For bytes that somebody may still be writing. */
  static BlobReleased released(
      UUID imageId, Location location, String cause, @Nullable Instant notBefore) {
    return new BlobReleased(imageId, location.store(), location.key(), cause, notBefore);
  }
}
