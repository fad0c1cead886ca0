package io.vitrine.registry.image.postgres;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** All that is left of a deleted image. */
@Entity(name = "Tombstone")
@Table(name = "image_tombstones")
@NullUnmarked
public class TombstoneRow {
  @Id UUID id;

  @Column(name = "deleted_at")
  Instant deletedAt;

  static TombstoneRow of(UUID id, Instant deletedAt) {
    TombstoneRow row = new TombstoneRow();
    row.id = id;
    row.deletedAt = deletedAt;
    return row;
  }
}
