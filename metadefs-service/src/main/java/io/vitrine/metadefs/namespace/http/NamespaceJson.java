package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.part.Part;
import io.vitrine.metadefs.namespace.part.PartKind;
import io.vitrine.metadefs.namespace.part.Property;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A namespace as clients see it. Parts of which there are none are left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NamespaceJson(
    String namespace,
    @JsonProperty("display_name") @Nullable String displayName,
    @Nullable String description,
    String visibility,
    @JsonProperty("protected") boolean isProtected,
    String owner,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("resource_type_associations")
        List<AssociationJson> associations,
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Map<String, @Nullable Object>> properties,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ObjectJson> objects,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TagJson> tags,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("updated_at") String updatedAt,
    String self,
    String schema) {
  static final String ROOT = "/v2/metadefs/namespaces";

  static NamespaceJson from(Namespace namespace) {
    return from(namespace, "");
  }

  /**
   * As a client sees it who asks for the properties of some type of resources.
   *
   * @param prefix what stands before each name of such a property
   */
  static NamespaceJson from(Namespace namespace, String prefix) {
    NamespaceDraft content = namespace.content();
    return new NamespaceJson(
        content.name().text(),
        content.displayName(),
        content.description(),
        content.visibility().text(),
        content.isProtected(),
        content.owner(),
        AssociationJson.from(namespace),
        properties(namespace, prefix),
        namespace.parts().of(PartKind.OBJECT).stream()
            .map(object -> ObjectJson.from(namespace.name(), object, prefix))
            .toList(),
        namespace.parts().of(PartKind.TAG).stream().map(tag -> TagJson.nameOf(tag.name())).toList(),
        TimeText.of(namespace.createdAt()),
        TimeText.of(namespace.updatedAt()),
        self(namespace.name()),
        "/v2/schemas/metadefs/namespace");
  }

  static String self(NamespaceName name) {
    return ROOT + "/" + PathText.encode(name.text());
  }

  static Map<String, Map<String, @Nullable Object>> properties(Namespace namespace, String prefix) {
    return DefinitionJson.byName(
        namespace.parts().of(PartKind.PROPERTY).stream()
            .map(Part::content)
            .map(Property::definition)
            .toList(),
        prefix);
  }
}
