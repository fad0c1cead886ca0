package io.vitrine.registry.image.postgres;

import io.vitrine.events.Blob;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A deleted image, without the documents that only the database reads. */
@Entity(name = "DeletedImage")
@Table(name = "deleted_images")
@NullUnmarked
public class DeletedImageRow {
  @Id UUID id;

  @Column(name = "purge_at")
  Instant purgeAt;

  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable Blob data;

  /** In the image's own document, whichever version put it there. */
  @Formula("nullif(image->'copies', 'null')")
  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable CopiesRow copies;
}
