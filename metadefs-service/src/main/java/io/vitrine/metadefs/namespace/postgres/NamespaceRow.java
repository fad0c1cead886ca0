package io.vitrine.metadefs.namespace.postgres;

import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.Visibility;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A row of the table. Hibernate fills its fields, which is why they are not initialised here. */
@Entity(name = "Namespace")
@Table(name = "namespaces")
@NullUnmarked
class NamespaceRow {
  @Id private UUID id;

  private String namespace;

  @Column(name = "display_name")
  private @Nullable String displayName;

  private @Nullable String description;
  private String visibility;

  @Column(name = "protected")
  private boolean isProtected;

  private String owner;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @Version private long version;

  static NamespaceRow of(Namespace namespace) {
    NamespaceRow row = new NamespaceRow();
    row.id = namespace.id();
    row.createdAt = namespace.createdAt();
    row.version = namespace.version();
    row.take(namespace);
    return row;
  }

  void take(Namespace changed) {
    NamespaceDraft content = changed.content();
    namespace = content.name().text();
    displayName = content.displayName();
    description = content.description();
    visibility = content.visibility().text();
    isProtected = content.isProtected();
    owner = content.owner();
    updatedAt = changed.updatedAt();
  }

  boolean isAt(long expectedVersion) {
    return version == expectedVersion;
  }

  Namespace toNamespace() {
    NamespaceDraft content =
        new NamespaceDraft(
            new NamespaceName(namespace),
            displayName,
            description,
            Visibility.named(visibility),
            isProtected,
            owner);
    return new Namespace(id, content, createdAt, updatedAt, version);
  }
}
