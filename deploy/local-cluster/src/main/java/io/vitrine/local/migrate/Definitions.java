package io.vitrine.local.migrate;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;

/** A namespace of metadata definitions as a file has it, made from what an API shows. */
final class Definitions {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the service says of when and where a thing is. */
  private static final Set<String> NOT_TOLD = Set.of("self", "schema", "created_at", "updated_at");

  /** Lists of things that have names, so that their order means nothing. */
  private static final List<String> LISTS =
      List.of("objects", "tags", "resource_type_associations");

  private static final String PROPERTIES = "properties";
  private static final String DEFAULT = "default";

  private Definitions() {}

  /** The document, with the target's ids of projects; the same for all that say the same. */
  static ObjectNode of(JsonNode shown, Projects projects) {
    ObjectNode document = told(shown);
    JsonNode owner = document.get(ImageRecord.OWNER);
    if (owner != null) {
      document.put(ImageRecord.OWNER, projects.mapped(owner.asText()));
    }
    // What nobody has said is so.
    if (!document.has("visibility")) {
      document.put("visibility", "private");
    }
    if (!document.has(ImageRecord.PROTECTED)) {
      document.put(ImageRecord.PROTECTED, false);
    }
    restoreDefaults(document);
    for (String list : LISTS) {
      if (document.has(list)) {
        document.set(list, sorted(document.get(list)));
      }
    }
    return document;
  }

  /** A copy without what is empty or the service's own; what a property is called is left alone. */
  private static ObjectNode told(JsonNode thing) {
    ObjectNode told = thing.deepCopy();
    told.remove(NOT_TOLD);
    told.properties()
        .removeIf(field ->
            field.getValue().isNull()
                || (field.getValue().isContainerNode() && field.getValue().isEmpty()));
    return told;
  }

  private static ArrayNode sorted(JsonNode things) {
    ArrayNode sorted = JSON.createArrayNode();
    StreamSupport.stream(things.spliterator(), false)
        .map(Definitions::told)
        .sorted(Comparator.comparing(thing -> thing.path("name").asText()))
        .forEach(thing -> {
          restoreDefaults(thing);
          sorted.add(thing);
        });
    return sorted;
  }

  /** Glance shows each default as a text; here it is again what its type says. */
  private static void restoreDefaults(ObjectNode holder) {
    for (JsonNode property : holder.path(PROPERTIES)) {
      if (property instanceof ObjectNode definition && definition.path(DEFAULT).isTextual()) {
        JsonNode text = definition.get(DEFAULT);
        definition.set(DEFAULT, typed(definition.path("type").asText(), text));
      }
    }
  }

  private static JsonNode typed(String type, JsonNode text) {
    try {
      // Python writes True, JSON true.
      JsonNode value = JSON.readTree(text.asText().toLowerCase(Locale.ROOT));
      boolean fits =
          switch (type) {
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> false;
          };
      return fits ? value : text;
    } catch (JacksonException e) {
      return text;
    }
  }
}
