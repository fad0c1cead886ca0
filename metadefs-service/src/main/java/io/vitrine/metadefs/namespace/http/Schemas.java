package io.vitrine.metadefs.namespace.http;

import io.vitrine.metadefs.definition.Keyword;
import io.vitrine.metadefs.definition.Names;
import io.vitrine.metadefs.definition.Shape;
import io.vitrine.metadefs.definition.ValueType;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.Visibility;
import io.vitrine.metadefs.namespace.part.Association;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The schemas of namespaces and their parts, as JSON Schema: python-glanceclient builds everything
 * that it sends and shows from them.
 */
final class Schemas {
  private static final String TYPE = "type";
  private static final String ARRAY = "array";
  private static final String OBJECT = "object";
  private static final String STRING = "string";
  private static final String NAME = "name";

  private static final Map<String, Object> COUNT = reference("positiveInteger");
  private static final Map<String, Object> TEXTS = reference("stringArray");
  private static final Map<String, Object> DEFINITIONS_BY_NAME = reference("property");

  private static final Map<String, Map<String, Object>> ALL = all();

  private Schemas() {}

  static Optional<Map<String, Object>> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  private static Map<String, Map<String, Object>> all() {
    Map<String, Object> namespace = item("namespace", namespace(), List.of("namespace"));
    Map<String, Object> property =
        item("property", property(), List.of(TYPE, Keyword.TITLE.text(), NAME));
    Map<String, Object> object = item("object", metadataObject(), List.of(NAME));
    Map<String, Object> tag = item("tag", tag(), List.of(NAME));
    Map<String, Object> association =
        item("resource_type_association", association(), List.of(NAME));
    return Map.of(
        "namespace", whole(namespace),
        "namespaces", whole(collection("namespaces", list(namespace))),
        "property", whole(property),
        "properties", whole(collection("properties", properties())),
        "object", whole(object),
        "objects", whole(collection("objects", list(object))),
        "tag", tag,
        "tags", collection("tags", list(tag)),
        "resource_type", association,
        "resource_types", collection("resource_type_associations", list(association)));
  }

  private static Map<String, Object> item(
      String name, Map<String, Object> properties, List<String> required) {
    return object(
        NAME, name, "properties", properties, "required", required, "additionalProperties", false);
  }

  private static Map<String, Object> collection(String name, Map<String, Object> items) {
    return object(
        NAME,
        name,
        "properties",
        object(name, items, "first", text(), "next", text(), "schema", text()),
        "links",
        List.of(link("first", "{first}"), link("next", "{next}"), link("describedby", "{schema}")));
  }

  /** With the definitions that its references lead to. */
  private static Map<String, Object> whole(Map<String, Object> schema) {
    Map<String, Object> whole = new LinkedHashMap<>(schema);
    whole.put(
        "definitions",
        object(
            "positiveInteger", object(TYPE, "integer", "minimum", 0),
            "positiveIntegerDefault0", object("allOf", List.of(COUNT, object("default", 0))),
            "stringArray", object(TYPE, ARRAY, "items", text(), "uniqueItems", true),
            "property",
                object(
                    TYPE,
                    OBJECT,
                    "additionalProperties",
                    object(
                        TYPE,
                        OBJECT,
                        "required",
                        List.of(Keyword.TITLE.text(), TYPE),
                        "properties",
                        property()))));
    return whole;
  }

  private static Map<String, Object> namespace() {
    return object(
        "namespace", text("The name, unique among all namespaces", Names.MAX_LENGTH),
        "display_name", text("A name for people", NamespaceDraft.MAX_DISPLAY_NAME),
        "description", text("What the namespace is for", NamespaceDraft.MAX_DESCRIPTION),
        "visibility",
            object(
                TYPE,
                STRING,
                "description",
                "Who sees the namespace",
                "enum",
                Stream.of(Visibility.values()).map(Visibility::text).toList()),
        "protected", object(TYPE, "boolean", "description", "Whether nothing of it can be deleted"),
        "owner", text("The project that the namespace belongs to", NamespaceDraft.MAX_OWNER),
        "properties", DEFINITIONS_BY_NAME,
        "objects", list(object(TYPE, OBJECT, "properties", metadataObject())),
        "tags", list(object(TYPE, OBJECT, "properties", tag())),
        "resource_type_associations", list(object(TYPE, OBJECT, "properties", association())),
        "created_at", time("When the namespace was made"),
        "updated_at", time("When something was last said about the namespace itself"),
        "self", readOnly("Where the namespace is"),
        "schema", readOnly("Where this description is"));
  }

  private static Map<String, Object> property() {
    Map<String, Object> keywords = new LinkedHashMap<>();
    keywords.put(NAME, text("The name, without prefix", Names.MAX_LENGTH));
    for (Keyword keyword : Keyword.values()) {
      keywords.put(keyword.text(), schemaOf(keyword.shape()));
    }
    return keywords;
  }

  /** By name; the name is not said again. */
  private static Map<String, Object> properties() {
    return object(
        TYPE,
        OBJECT,
        "additionalProperties",
        item("property", property(), List.of(TYPE, Keyword.TITLE.text())));
  }

  private static Map<String, Object> schemaOf(Shape shape) {
    return switch (shape) {
      case ANYTHING -> Map.of();
      case TEXT -> text();
      case TEXTS -> list(text());
      case VALUES -> object(TYPE, ARRAY);
      case FLAG -> object(TYPE, "boolean");
      case NUMBER -> object(TYPE, "number");
      case COUNT -> COUNT;
      case PATTERN -> object(TYPE, STRING, "format", "regex");
      case TYPE ->
          object(TYPE, STRING, "enum", Stream.of(ValueType.values()).map(ValueType::text).toList());
      case ITEMS ->
          object(
              TYPE,
              OBJECT,
              "properties",
              object(TYPE, schemaOf(Shape.TYPE), "enum", schemaOf(Shape.VALUES)));
    };
  }

  private static Map<String, Object> metadataObject() {
    return object(
        NAME,
        text("The name, unique in the namespace", Names.MAX_LENGTH),
        "description",
        text(),
        "required",
        TEXTS,
        "properties",
        DEFINITIONS_BY_NAME,
        "created_at",
        time("When the object was made"),
        "updated_at",
        time("When the object was last changed"),
        "self",
        readOnly("Where the object is"),
        "schema",
        readOnly("Where this description is"));
  }

  private static Map<String, Object> tag() {
    return object(
        NAME,
        text("The name, unique in the namespace", Names.MAX_LENGTH),
        "created_at",
        time("When the tag was made"),
        "updated_at",
        time("When the tag was last changed"));
  }

  private static Map<String, Object> association() {
    return object(
        NAME,
        text("The resource type, best by the name that Heat has for it", Names.MAX_LENGTH),
        "prefix",
        text(
            "What stands before the names of properties on such resources, with its separator",
            Association.MAX_PREFIX),
        "properties_target",
        text(
            "Which properties are meant where such resources have several sets",
            Association.MAX_TARGET),
        "created_at",
        time("When the association was made"),
        "updated_at",
        time("When the association was last changed"));
  }

  private static Map<String, Object> text() {
    return object(TYPE, STRING);
  }

  private static Map<String, Object> text(String description, int maxLength) {
    return object(TYPE, STRING, "description", description, "maxLength", maxLength);
  }

  private static Map<String, Object> readOnly(String description) {
    return object(TYPE, STRING, "description", description, "readOnly", true);
  }

  private static Map<String, Object> time(String description) {
    return object(
        TYPE, STRING, "format", "date-time", "description", description, "readOnly", true);
  }

  private static Map<String, Object> list(Map<String, Object> items) {
    return object(TYPE, ARRAY, "items", items);
  }

  private static Map<String, Object> reference(String definition) {
    return object("$ref", "#/definitions/" + definition);
  }

  private static Map<String, Object> link(String relation, String target) {
    return object("rel", relation, "href", target);
  }

  /** A JSON object of names and values in turn. */
  private static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
