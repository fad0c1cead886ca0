package io.vitrine.metadefs.namespace.postgres;

import io.vitrine.metadefs.namespace.Namespace;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.List;
import org.hibernate.annotations.Immutable;

/** A namespace in a list. Most of its parts stay unread. */
@Entity(name = "ListedNamespace")
@Table(name = "namespaces")
@Immutable
class ListedRow extends NamespaceColumns {
  Namespace toNamespace() {
    return toNamespace(List.of());
  }
}
