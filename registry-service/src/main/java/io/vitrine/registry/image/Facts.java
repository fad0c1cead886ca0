package io.vitrine.registry.image;

import io.vitrine.events.Blob;
import io.vitrine.events.BlobReleaseFact.BlobReleased;
import io.vitrine.events.ImageSnapshot;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Images in the words of the event contract. */
public final class Facts {
  private Facts() {}

  public static ImageSnapshot snapshot(Image image) {
    ImageAttributes attributes = image.attributes();
    @Nullable StoredData data = image.data().orElse(null);
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
        image.updatedAt());
  }

  public static StoredData storedData(Blob blob) {
    return new StoredData(
        blob.store(),
        blob.key(),
        blob.size(),
        blob.checksum(),
        blob.osHashAlgo(),
        blob.osHashValue(),
        blob.diskFormat(),
        blob.virtualSize());
  }

  public static Blob blob(StoredData data) {
    return new Blob(
        data.store(),
        data.key(),
        data.size(),
        data.checksum(),
        data.osHashAlgo(),
        data.osHashValue(),
        data.diskFormat(),
        data.virtualSize());
  }

  public static BlobReleased released(UUID imageId, StoredData data, String cause) {
    return new BlobReleased(imageId, data.store(), data.key(), cause);
  }

  public static BlobReleased released(Image image, Upload upload, String cause) {
    return new BlobReleased(image.id(), upload.store(), upload.key(), cause);
  }
}
