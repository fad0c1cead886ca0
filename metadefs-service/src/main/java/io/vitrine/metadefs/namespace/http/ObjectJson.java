package io.vitrine.metadefs.namespace.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.part.MetadataObject;
import io.vitrine.metadefs.namespace.part.Part;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object as clients see it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ObjectJson(
    String name,
    @Nullable String description,
    List<String> required,
    Map<String, Map<String, @Nullable Object>> properties,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("updated_at") String updatedAt,
    String self,
    String schema) {

  static ObjectJson from(NamespaceName namespace, Part<MetadataObject> part) {
    return from(namespace, part, "");
  }

  static ObjectJson from(NamespaceName namespace, Part<MetadataObject> part, String prefix) {
    MetadataObject object = part.content();
    return new ObjectJson(
        object.name(),
        object.description(),
        object.required().stream().map(prefix::concat).toList(),
        DefinitionJson.byName(object.properties(), prefix),
        TimeText.of(part.createdAt()),
        TimeText.of(part.updatedAt()),
        path(namespace) + "/" + PathText.encode(object.name()),
        "/v2/schemas/metadefs/object");
  }

  static String path(NamespaceName namespace) {
    return NamespaceJson.self(namespace) + "/objects";
  }
}
