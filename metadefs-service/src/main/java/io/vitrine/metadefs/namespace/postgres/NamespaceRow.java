package io.vitrine.metadefs.namespace.postgres;

import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.PartKind;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.NullUnmarked;

/** A whole namespace. What of it has not changed is not written again. */
@Entity(name = "Namespace")
@Table(name = "namespaces")
@DynamicUpdate
@NullUnmarked
class NamespaceRow extends NamespaceColumns {

  @ColumnTransformer(read = "cast(properties as text)", write = WRITE_JSON)
  String properties;

  @ColumnTransformer(read = "cast(objects as text)", write = WRITE_JSON)
  String objects;

  @ColumnTransformer(read = "cast(tags as text)", write = WRITE_JSON)
  String tags;

  /** Told with each fact. Instances of an older version, which do not lock the row, go by it. */
  @Version long version;

  /** For a namespace that has none; what is said about it is still to be taken. */
  static NamespaceRow of(Namespace namespace) {
    NamespaceRow row = new NamespaceRow();
    row.id = namespace.id();
    row.createdAt = namespace.createdAt();
    return row;
  }

  @Override
  void take(Namespace changed) {
    super.take(changed);
    properties = PartRows.write(changed.parts().of(PartKind.PROPERTY));
    objects = PartRows.write(changed.parts().of(PartKind.OBJECT));
    tags = PartRows.write(changed.parts().of(PartKind.TAG));
  }

  Namespace toNamespace() {
    List<Part<?>> parts = new ArrayList<>(PartRows.readProperties(properties));
    parts.addAll(PartRows.readObjects(objects));
    parts.addAll(PartRows.readTags(tags));
    return toNamespace(parts);
  }
}
