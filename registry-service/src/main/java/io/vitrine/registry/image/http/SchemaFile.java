package io.vitrine.registry.image.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.PropertySchema;
import io.vitrine.registry.image.PropertySchema.Definition;
import io.vitrine.registry.policy.OperatorPattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Glance's {@code schema-image.json}: definitions by name, or {@code {"properties": definitions,
 * "required": names}}. What stands in it and would have no effect stops the start.
 */
public final class SchemaFile {
  private static final TypeReference<SequencedMap<String, Object>> MAP = new TypeReference<>() {};

  /** What says something to people only. */
  private static final Set<String> REMARKS =
      Set.of("description", "title", "default", "examples", "is_base");

  private final String name;

  private SchemaFile(String name) {
    this.name = name;
  }

  /**
   * Reads it.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException where it is not such a file
   */
  public static PropertySchema read(String name, String content) {
    return new SchemaFile(name).read(content);
  }

  private PropertySchema read(String content) {
    JsonNode root;
    try {
      root = JsonBody.JSON.readTree(content);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("%s: no JSON: %s".formatted(name, e.getMessage()), e);
    }
    requireObject(root, "the schema");
    boolean whole = root.has("properties");
    if (whole) {
      root.fieldNames()
          .forEachRemaining(key -> {
            if (!key.equals("properties") && !key.equals("required")) {
              throw wrong("'%s' is neither 'properties' nor 'required'".formatted(key));
            }
          });
    }
    JsonNode properties = whole ? root.get("properties") : root;
    requireObject(properties, "'properties'");
    SequencedMap<String, Definition> definitions = new LinkedHashMap<>();
    properties
        .properties()
        .forEach(
            entry -> definitions.put(entry.getKey(), definition(entry.getKey(), entry.getValue())));
    return new PropertySchema(definitions, whole ? required(root.path("required")) : List.of());
  }

  private Definition definition(String property, JsonNode json) {
    if (!ImageForm.isCustom(property)) {
      throw wrong("'%s' is not for operators to define".formatted(property));
    }
    requireObject(json, "the definition of '%s'".formatted(property));
    boolean nullable = isNullable(property, json.path("type"));
    List<String> values = List.of();
    Optional<OperatorPattern> pattern = Optional.empty();
    int minLength = 0;
    int maxLength = Integer.MAX_VALUE;
    for (Map.Entry<String, JsonNode> keyword : json.properties()) {
      JsonNode value = keyword.getValue();
      switch (keyword.getKey()) {
        case "type" -> {}
        case "enum" -> values = texts("the enum of '%s'".formatted(property), value);
        case "pattern" -> pattern = Optional.of(pattern(property, value));
        case "minLength" -> minLength = length(property, value);
        case "maxLength" -> maxLength = length(property, value);
        default -> {
          if (!REMARKS.contains(keyword.getKey())) {
            throw wrong(
                "'%s' in the definition of '%s' is not understood"
                    .formatted(keyword.getKey(), property));
          }
        }
      }
    }
    SequencedMap<String, Object> shown = JsonBody.JSON.convertValue(json, MAP);
    shown.put("is_base", false);
    return new Definition(shown, nullable, values, pattern, minLength, maxLength);
  }

  private boolean isNullable(String property, JsonNode type) {
    List<String> types =
        type.isTextual() ? List.of(type.textValue()) : texts("the type of " + property, type);
    if (!types.contains("string") || !Set.of("string", "null").containsAll(types)) {
      throw wrong("'%s' must be of type string, or string and null".formatted(property));
    }
    return types.contains("null");
  }

  private OperatorPattern pattern(String property, JsonNode value) {
    try {
      return OperatorPattern.of(value.asText());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: the pattern of '%s': %s".formatted(name, property, e.getMessage()), e);
    }
  }

  private int length(String property, JsonNode value) {
    if (!value.isInt() || value.intValue() < 0) {
      throw wrong("a length of '%s' is no number from 0 on".formatted(property));
    }
    return value.intValue();
  }

  private List<String> required(JsonNode names) {
    if (names.isMissingNode() || names.isNull()) {
      return List.of();
    }
    List<String> required = texts("'required'", names);
    required.stream()
        .filter(property -> !ImageForm.isWritable(property))
        .findFirst()
        .ifPresent(property -> {
          throw wrong("'%s' is required, but clients cannot write it".formatted(property));
        });
    return required;
  }

  private List<String> texts(String what, JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      // An enum of a property that may be null has null in it, which its type says, too.
      if (element.isTextual()) {
        texts.add(element.textValue());
      } else if (!element.isNull()) {
        throw wrong(what + " holds something that is no string");
      }
    }
    if (!array.isArray() || texts.isEmpty()) {
      throw wrong(what + " is no list of strings");
    }
    return texts;
  }

  private void requireObject(JsonNode node, String what) {
    if (!node.isObject()) {
      throw wrong(what + " is no JSON object");
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("%s: %s".formatted(name, what));
  }
}
