package io.vitrine.metadefs.namespace.postgres;

import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.Visibility;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.PartKind;
import io.vitrine.metadefs.namespace.part.Parts;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a list reads. Hibernate fills the fields, which is why they are not initialised
 * here.
 */
@MappedSuperclass
@NullUnmarked
abstract class NamespaceColumns {
  /** The type json keeps the order of keys; the cast to text keeps the driver from quoting it. */
  static final String WRITE_JSON = "cast(cast(? as text) as json)";

  @Id UUID id;

  String namespace;

  @Column(name = "display_name")
  @Nullable String displayName;

  @Nullable String description;
  String visibility;

  @Column(name = "protected")
  boolean isProtected;

  String owner;

  @ColumnTransformer(read = "cast(associations as text)", write = WRITE_JSON)
  String associations;

  /** The names of the associations, to filter by. */
  @Column(name = "resource_types")
  String[] resourceTypes;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "updated_at")
  Instant updatedAt;

  void take(Namespace changed) {
    NamespaceDraft content = changed.content();
    namespace = content.name().text();
    displayName = content.displayName();
    description = content.description();
    visibility = content.visibility().text();
    isProtected = content.isProtected();
    owner = content.owner();
    associations = PartRows.write(changed.parts().of(PartKind.ASSOCIATION));
    resourceTypes =
        changed.parts().of(PartKind.ASSOCIATION).stream().map(Part::name).toArray(String[]::new);
    updatedAt = changed.updatedAt();
  }

  Namespace toNamespace(Collection<? extends Part<?>> others) {
    NamespaceDraft content =
        new NamespaceDraft(
            new NamespaceName(namespace),
            displayName,
            description,
            Visibility.named(visibility),
            isProtected,
            owner);
    List<Part<?>> all = new ArrayList<>(PartRows.readAssociations(associations));
    all.addAll(others);
    return new Namespace(id, content, new Parts(all), createdAt, updatedAt);
  }
}
