package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.PartKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An association with a resource type as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AssociationJson(
    String name,
    @Nullable String prefix,
    @JsonProperty("properties_target") @Nullable String target,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("updated_at") String updatedAt) {

  static AssociationJson from(Part<Association> part) {
    Association association = part.content();
    return new AssociationJson(
        association.name(),
        association.prefix(),
        association.target(),
        TimeText.of(part.createdAt()),
        TimeText.of(part.updatedAt()));
  }

  static List<AssociationJson> from(Namespace namespace) {
    return namespace.parts().of(PartKind.ASSOCIATION).stream().map(AssociationJson::from).toList();
  }
}
