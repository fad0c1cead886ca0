package io.vitrine.registry.image.postgres;

import io.vitrine.events.Blob;
import io.vitrine.registry.image.Facts;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImageAttributes;
import io.vitrine.registry.image.ImageStatus;
import io.vitrine.registry.image.StoredData;
import io.vitrine.registry.image.Upload;
import io.vitrine.registry.image.Visibility;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** An image as the table has it. Objects in stores are kept in the form of the event contract. */
@Entity(name = "Image")
@Table(name = "images")
@NullUnmarked
public class ImageRow {
  @Id UUID id;
  long version;
  String owner;
  @Nullable String name;
  String status;
  String visibility;

  @Column(name = "disk_format")
  @Nullable String diskFormat;

  @Column(name = "container_format")
  @Nullable String containerFormat;

  @Column(name = "min_disk")
  int minDisk;

  @Column(name = "min_ram")
  int minRam;

  @Column(name = "protected")
  boolean isProtected;

  @Column(name = "os_hidden")
  boolean osHidden;

  String[] tags;

  @JdbcTypeCode(SqlTypes.JSON)
  Map<String, String> properties;

  @Column(name = "upload_id")
  @Nullable UUID uploadId;

  @Column(name = "upload_store")
  @Nullable String uploadStore;

  @Column(name = "upload_key")
  @Nullable String uploadKey;

  @Column(name = "upload_expires_at")
  @Nullable Instant uploadExpiresAt;

  /** Null is false: so it was before there were such uploads. */
  @Column(name = "upload_resumable")
  @Nullable Boolean uploadResumable;

  /** As the client announced it, in bytes. */
  @Column(name = "upload_size")
  @Nullable Long uploadSize;

  /** Bytes that count as used until the upload or the import ends. */
  long reserved;

  /** Names its copies only where an earlier version wrote it. */
  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable Blob data;

  /** Where else the data is; null is nowhere. */
  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable CopiesRow copies;

  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable CopyingRow copying;

  /** The result of an import that is not in all its stores yet. */
  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable Blob landed;

  @Column(name = "task_id")
  @Nullable UUID taskId;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  static ImageRow of(Image image) {
    ImageRow row = new ImageRow();
    row.id = image.id();
    row.createdAt = image.createdAt();
    row.set(image);
    return row;
  }

  void set(Image image) {
    ImageAttributes attributes = image.attributes();
    version = image.version();
    owner = image.owner();
    name = attributes.name();
    visibility = attributes.visibility().wireName();
    diskFormat = attributes.diskFormat();
    containerFormat = attributes.containerFormat();
    minDisk = attributes.minDisk();
    minRam = attributes.minRam();
    isProtected = attributes.isProtected();
    osHidden = attributes.osHidden();
    tags = attributes.tags().toArray(String[]::new);
    properties = attributes.properties();
    updatedAt = image.updatedAt();
    copying = image.copying() == null ? null : CopyingRow.of(image.copying());
    setStatus(image.status());
  }

  private void setStatus(ImageStatus next) {
    status = next.wireName();
    setUpload(next instanceof ImageStatus.Receiving receiving ? receiving.upload() : null);
    taskId = next instanceof ImageStatus.Importing importing ? importing.taskId() : null;
    reserved = next instanceof ImageStatus.Reserving reserving ? reserving.reserved() : 0;
    StoredData stored =
        switch (next) {
          case ImageStatus.Queued(), ImageStatus.Receiving _ -> null;
          case ImageStatus.Staged(StoredData staged) -> staged;
          case ImageStatus.Importing importing -> importing.staged();
          case ImageStatus.Active(StoredData active) -> active;
          case ImageStatus.Deactivated(StoredData deactivated) -> deactivated;
        };
    setData(stored == null ? null : Facts.blob(stored));
    StoredData result = next instanceof ImageStatus.Importing importing ? importing.landed() : null;
    landed = result == null ? null : Facts.blob(result);
  }

  private void setData(@Nullable Blob stored) {
    data = stored == null ? null : stored.alone();
    copies = CopiesRow.of(stored);
  }

  private void setUpload(@Nullable Upload upload) {
    uploadId = upload == null ? null : upload.id();
    uploadStore = upload == null ? null : upload.store();
    uploadKey = upload == null ? null : upload.key();
    uploadResumable = upload == null ? null : Boolean.valueOf(upload.resumable());
    uploadSize = upload == null ? null : upload.announcedSize();
    uploadExpiresAt = upload == null ? null : upload.leaseExpiresAt();
  }

  Image toImage() {
    return new Image(
        id,
        version,
        owner,
        new ImageAttributes(
            name,
            Visibility.named(visibility).orElseThrow(),
            diskFormat,
            containerFormat,
            minDisk,
            minRam,
            isProtected,
            osHidden,
            new LinkedHashSet<>(Arrays.asList(tags)),
            properties),
        toStatus(),
        copying == null ? null : copying.toCopying(),
        createdAt,
        updatedAt);
  }

  private ImageStatus toStatus() {
    return switch (status) {
      case "queued" -> new ImageStatus.Queued();
      case "saving" -> new ImageStatus.Saving(toUpload());
      case "uploading" ->
          uploadId == null ? new ImageStatus.Staged(toData()) : new ImageStatus.Staging(toUpload());
      case "importing" ->
          new ImageStatus.Importing(
              data == null ? null : toData(),
              landed == null ? null : Facts.storedData(landed),
              Objects.requireNonNull(taskId),
              reserved);
      case "active" -> new ImageStatus.Active(toData());
      case "deactivated" -> new ImageStatus.Deactivated(toData());
      default -> throw new IllegalStateException("image %s is %s".formatted(id, status));
    };
  }

  private Upload toUpload() {
    return new Upload(
        uploadId,
        uploadStore,
        uploadKey,
        Boolean.TRUE.equals(uploadResumable),
        uploadSize,
        reserved,
        uploadExpiresAt);
  }

  private StoredData toData() {
    return Facts.storedData(Objects.requireNonNull(data), CopiesRow.placesIn(copies));
  }
}
