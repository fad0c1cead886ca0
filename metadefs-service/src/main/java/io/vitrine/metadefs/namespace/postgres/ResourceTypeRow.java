package io.vitrine.metadefs.namespace.postgres;

import io.vitrine.metadefs.namespace.ResourceType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.NullUnmarked;

@Entity(name = "ResourceType")
@Table(name = "resource_types")
@Immutable
@NullUnmarked
class ResourceTypeRow {
  @Id String name;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  ResourceType toResourceType() {
    return new ResourceType(name, createdAt, updatedAt);
  }
}
