package io.vitrine.metadefs.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vitrine.metadefs.definition.Definition;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.Content;
import io.vitrine.metadefs.namespace.part.MetadataObject;
import io.vitrine.metadefs.namespace.part.Property;
import io.vitrine.metadefs.namespace.part.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A namespace in Glance's file format. What is not said is left out, so that a field that comes
 * later leaves the digests of what does not have it as they are.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DocumentJson(
    String namespace,
    @JsonProperty("display_name") @Nullable String displayName,
    @Nullable String description,
    String visibility,
    @JsonProperty("protected") boolean isProtected,
    String owner,
    @JsonProperty("resource_type_associations") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<AssociationJson> associations,
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Map<String, @Nullable Object>> properties,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ObjectJson> objects,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TagJson> tags) {

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record AssociationJson(
      String name,
      @Nullable String prefix,
      @JsonProperty("properties_target") @Nullable String target) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record ObjectJson(
      String name,
      @Nullable String description,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> required,
      Map<String, Map<String, @Nullable Object>> properties) {}

  private record TagJson(String name) {}

  public static DocumentJson from(NamespaceDocument document) {
    List<AssociationJson> associations = new ArrayList<>();
    List<Definition> properties = new ArrayList<>();
    List<ObjectJson> objects = new ArrayList<>();
    List<TagJson> tags = new ArrayList<>();
    for (Content content : document.contents()) {
      switch (content) {
        case Association(String name, String prefix, String target) ->
            associations.add(new AssociationJson(name, prefix, target));
        case Property(Definition definition) -> properties.add(definition);
        case MetadataObject object ->
            objects.add(
                new ObjectJson(
                    object.name(),
                    object.description(),
                    object.required(),
                    Definition.byName(object.properties())));
        case Tag(String name) -> tags.add(new TagJson(name));
      }
    }
    NamespaceDraft draft = document.draft();
    return new DocumentJson(
        draft.name().text(),
        draft.displayName(),
        draft.description(),
        draft.visibility().text(),
        draft.isProtected(),
        draft.owner(),
        associations,
        Definition.byName(properties),
        objects,
        tags);
  }
}
