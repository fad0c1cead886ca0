package io.vitrine.metadefs.namespace.http;

import io.vitrine.metadefs.definition.Definition;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.MetadataObject;
import io.vitrine.metadefs.namespace.part.Property;
import io.vitrine.metadefs.namespace.part.Tag;
import io.vitrine.metadefs.platform.JsonFields;
import io.vitrine.problem.JsonBody;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about a part of a namespace. Within a whole namespace a part may be as it is
 * shown, with times and links, which are left aside; alone it may not.
 */
final class PartBody {
  private static final String NAME = "name";
  private static final String PROPERTIES = "properties";
  private static final Set<String> TIMES = Set.of("created_at", "updated_at");
  private static final Set<String> TIMES_AND_LINKS =
      Set.of("created_at", "updated_at", "self", "schema");

  private PartBody() {}

  static Property property(byte @Nullable [] body) {
    JsonFields fields = JsonFields.in(body).refusing(TIMES);
    return new Property(definition(fields.demandedText(NAME), fields));
  }

  static MetadataObject object(byte @Nullable [] body) {
    return object(JsonFields.in(body).refusing(TIMES_AND_LINKS));
  }

  static Tag tag(byte @Nullable [] body) {
    return tag(JsonFields.in(body).refusing(TIMES));
  }

  static List<Tag> tags(byte @Nullable [] body) {
    JsonFields fields = JsonFields.in(body).refusing(TIMES).knowing(Set.of("tags"));
    if (!fields.has("tags")) {
      throw JsonBody.malformed("tags is required.");
    }
    return fields.objects("tags").stream().map(PartBody::tag).toList();
  }

  static Association association(byte @Nullable [] body) {
    return association(JsonFields.in(body).refusing(TIMES));
  }

  static List<Property> properties(JsonFields namespace) {
    return definitions(namespace).stream().map(Property::new).toList();
  }

  static MetadataObject shownObject(JsonFields fields) {
    return object(fields.ignoring(TIMES_AND_LINKS));
  }

  static Tag shownTag(JsonFields fields) {
    return tag(fields.ignoring(TIMES));
  }

  static Association shownAssociation(JsonFields fields) {
    return association(fields.ignoring(TIMES));
  }

  private static MetadataObject object(JsonFields fields) {
    fields.knowing(Set.of(NAME, "description", "required", PROPERTIES));
    return new MetadataObject(
        fields.demandedText(NAME),
        fields.text("description").orElse(null),
        fields.texts("required"),
        definitions(fields));
  }

  private static Tag tag(JsonFields fields) {
    return new Tag(fields.knowing(Set.of(NAME)).demandedText(NAME));
  }

  private static Association association(JsonFields fields) {
    fields.knowing(Set.of(NAME, "prefix", "properties_target"));
    return new Association(
        fields.demandedText(NAME),
        fields.text("prefix").orElse(null),
        fields.text("properties_target").orElse(null));
  }

  private static List<Definition> definitions(JsonFields fields) {
    return fields.objectsByName(PROPERTIES).entrySet().stream()
        .map(entry -> named(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Definition named(String name, JsonFields fields) {
    if (!fields.text(NAME).orElse(name).equals(name)) {
      throw JsonBody.malformed("The property %s has another name within.".formatted(name));
    }
    return definition(name, fields);
  }

  private static Definition definition(String name, JsonFields fields) {
    Map<String, @Nullable Object> keywords = fields.all();
    keywords.remove(NAME);
    return Definition.said(name, keywords);
  }
}
