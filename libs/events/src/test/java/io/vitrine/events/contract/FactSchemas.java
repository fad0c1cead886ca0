package io.vitrine.events.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.events.FactCodec;
import io.vitrine.events.OneOf;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a fact, from its record: fields as Jackson writes them, {@code null} where
 * JSpecify allows it, and the Javadoc's words.
 */
final class FactSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Words words;

  FactSchemas(Words words) {
    this.words = words;
  }

  /** A schema that stands alone, with every record below the fact as a definition. */
  ObjectNode of(String type) {
    Class<?> fact = FactCodec.types().get(type);
    var schema = new Schema();
    ObjectNode root = JSON.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("$id", idOf(type));
    root.put("title", type);
    root.setAll(schema.object(fact));
    if (!schema.definitions.isEmpty()) {
      root.putObject("$defs").setAll(schema.definitions);
    }
    return root;
  }

  /** {@code io.vitrine.image.created.v1} is {@code urn:vitrine:image:created:v1}. */
  static String idOf(String type) {
    return type.replaceFirst("^io\\.", "urn.").replace('.', ':');
  }

  static String typeOf(String id) {
    return id.replaceFirst("^urn:", "io:").replace(':', '.');
  }

  private final class Schema {
    private final Map<String, ObjectNode> definitions = new LinkedHashMap<>();

    private ObjectNode object(Class<?> record) {
      ObjectNode schema = JSON.createObjectNode();
      schema.put("description", said(words.of(record), record, ""));
      schema.put("type", "object");
      ObjectNode properties = schema.putObject("properties");
      ArrayNode required = schema.putArray("required");
      BeanDescription written =
          JSON.getSerializationConfig().introspect(JSON.constructType(record));
      Map<String, RecordComponent> components =
          Stream.of(record.getRecordComponents())
              .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));
      for (BeanPropertyDefinition property : written.findProperties()) {
        RecordComponent component = components.get(property.getInternalName());
        boolean always = alwaysWritten(written, property, isNullable(component.getAnnotatedType()));
        properties
            .putObject(property.getName())
            .put("description", said(words.of(component), record, property.getInternalName()))
            .setAll(value(component, always));
        if (always) {
          required.add(property.getName());
        }
      }
      return schema;
    }

    private ObjectNode value(RecordComponent component, boolean always) {
      AnnotatedType type = component.getAnnotatedType();
      ObjectNode value = value(type);
      @Nullable OneOf closed = component.getAnnotation(OneOf.class);
      if (closed != null) {
        value.set("enum", JSON.valueToTree(closed.value()));
      }
      return always && isNullable(type) ? orNull(value) : value;
    }

    private ObjectNode value(AnnotatedType annotated) {
      Type type = annotated.getType();
      Class<?> raw = (Class<?>) (type instanceof ParameterizedType of ? of.getRawType() : type);
      if (raw == String.class) {
        return ofType("string");
      } else if (raw == UUID.class) {
        return ofType("string").put("format", "uuid");
      } else if (raw == Instant.class) {
        return ofType("string").put("format", "date-time");
      } else if (raw == int.class || raw == long.class || raw == Long.class) {
        return ofType("integer");
      } else if (raw == boolean.class || raw == Boolean.class) {
        return ofType("boolean");
      } else if (raw == Object.class) {
        return JSON.createObjectNode();
      } else if (raw == List.class) {
        return ofType("array").set("items", argument(annotated, 0));
      } else if (raw == Map.class) {
        return ofType("object").set("additionalProperties", argument(annotated, 1));
      } else if (raw.isEnum()) {
        return ofType("string").set("enum", JSON.valueToTree(raw.getEnumConstants()));
      } else if (raw.isRecord()) {
        return reference(raw);
      }
      throw new IllegalArgumentException("no JSON Schema for " + type);
    }

    private ObjectNode argument(AnnotatedType type, int index) {
      AnnotatedType argument =
          ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index];
      ObjectNode value = value(argument);
      return isNullable(argument) ? orNull(value) : value;
    }

    private ObjectNode reference(Class<?> record) {
      String name = record.getSimpleName();
      if (!definitions.containsKey(name)) {
        definitions.put(name, JSON.createObjectNode());
        definitions.put(name, object(record));
      }
      return JSON.createObjectNode().put("$ref", "#/$defs/" + name);
    }
  }

  private static boolean alwaysWritten(
      BeanDescription record, BeanPropertyDefinition property, boolean nullable) {
    JsonInclude.Value inclusion =
        record
            .findPropertyInclusion(JsonInclude.Value.empty())
            .withOverrides(property.findInclusion());
    return switch (inclusion.getValueInclusion()) {
      case USE_DEFAULTS, ALWAYS -> true;
      case NON_NULL -> !nullable;
      default -> false;
    };
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private static ObjectNode ofType(String type) {
    return JSON.createObjectNode().put("type", type);
  }

  private static ObjectNode orNull(ObjectNode value) {
    if (value.has("$ref")) {
      ObjectNode either = JSON.createObjectNode();
      either.putArray("anyOf").add(value).add(ofType("null"));
      return either;
    }
    if (value.get("type") instanceof JsonNode type) {
      value.putArray("type").add(type).add("null");
    }
    if (value.get("enum") instanceof ArrayNode values) {
      values.addNull();
    }
    return value;
  }

  private static String said(Optional<String> text, Class<?> record, String component) {
    return text.orElseThrow(() ->
        new IllegalStateException(
            "Javadoc does not say what this means: %s %s".formatted(record.getName(), component)));
  }
}
