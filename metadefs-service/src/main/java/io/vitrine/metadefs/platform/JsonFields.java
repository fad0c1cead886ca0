package io.vitrine.metadefs.platform;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.problem.JsonBody;
import io.vitrine.problem.RequestProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a JSON object that a client sent, whatever it calls its media type. */
public final class JsonFields {
  /**
   * Far below what JSON readers and writers let pass: the same is shown within documents that are
   * deeper than the one in which it came.
   */
  private static final int MAX_DEPTH = 100;

  private static final TypeReference<Map<String, @Nullable Object>> PLAIN =
      new TypeReference<>() {};

  private final ObjectNode object;

  private JsonFields(ObjectNode object) {
    this.object = object;
  }

  public static JsonFields in(byte @Nullable [] body) {
    JsonNode root = JsonBody.object(body);
    checkStorable(root, 0);
    return new JsonFields((ObjectNode) root);
  }

  /** What a client may see but not say. */
  public JsonFields refusing(Set<String> readOnly) {
    object
        .fieldNames()
        .forEachRemaining(field -> {
          if (readOnly.contains(field)) {
            throw new RequestProblem.Forbidden("Attribute '%s' is read-only.".formatted(field))
                .asException();
          }
        });
    return this;
  }

  /** What a client shows as it has seen it. */
  public JsonFields ignoring(Set<String> readOnly) {
    object.remove(readOnly);
    return this;
  }

  public JsonFields knowing(Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(field -> {
          if (!known.contains(field)) {
            throw JsonBody.malformed("Attribute '%s' is not supported.".formatted(field));
          }
        });
    return this;
  }

  public boolean has(String field) {
    return object.has(field);
  }

  public Optional<String> text(String field) {
    return get(field).map(node -> text(field, node));
  }

  public String demandedText(String field) {
    return text(field).orElseThrow(() -> JsonBody.malformed(field + " is required."));
  }

  public boolean flag(String field) {
    return get(field)
        .map(node -> {
          if (!node.isBoolean()) {
            throw JsonBody.malformed("%s must be true or false.".formatted(field));
          }
          return node.booleanValue();
        })
        .orElse(false);
  }

  public List<String> texts(String field) {
    return elements(field).stream().map(node -> text(field, node)).toList();
  }

  /** The texts in an object, by their names there. */
  public Map<String, String> textsByName(String field) {
    Map<String, String> byName = new LinkedHashMap<>();
    members(field).forEach((name, node) -> byName.put(name, text(name, node)));
    return byName;
  }

  /** The objects in a list. */
  public List<JsonFields> objects(String field) {
    return elements(field).stream().map(node -> object(field, node)).toList();
  }

  /** The objects in an object, by their names there. */
  public Map<String, JsonFields> objectsByName(String field) {
    Map<String, JsonFields> byName = new LinkedHashMap<>();
    members(field).forEach((name, node) -> byName.put(name, object(name, node)));
    return byName;
  }

  /** Everything, as plain Java: texts, numbers, booleans, lists, maps and null. */
  public Map<String, @Nullable Object> all() {
    return JsonBody.JSON.convertValue(object, PLAIN);
  }

  private Optional<JsonNode> get(String field) {
    return Optional.ofNullable(object.get(field));
  }

  private Map<String, JsonNode> members(String field) {
    Map<String, JsonNode> members = new LinkedHashMap<>();
    get(field)
        .map(node -> object(field, node))
        .ifPresent(all ->
            all.object
                .properties()
                .forEach(entry -> members.put(entry.getKey(), entry.getValue())));
    return members;
  }

  private List<JsonNode> elements(String field) {
    return get(field)
        .map(node -> {
          if (!node.isArray()) {
            throw JsonBody.malformed("%s must be a list.".formatted(field));
          }
          List<JsonNode> elements = new ArrayList<>();
          node.forEach(elements::add);
          return elements;
        })
        .orElse(List.of());
  }

  private static String text(String field, JsonNode node) {
    if (!node.isTextual()) {
      throw JsonBody.malformed("%s must be a text.".formatted(field));
    }
    return node.textValue();
  }

  private static JsonFields object(String field, JsonNode node) {
    if (node instanceof ObjectNode inner) {
      return new JsonFields(inner);
    }
    throw JsonBody.malformed("%s must be an object.".formatted(field));
  }

  /** PostgreSQL has no place for NUL, UTF-8 none for half a character, JSON none for infinity. */
  private static void checkStorable(JsonNode node, int depth) {
    if (depth >= MAX_DEPTH) {
      throw JsonBody.malformed(
          "The request body is nested more than %d deep.".formatted(MAX_DEPTH));
    }
    if (node.isTextual()) {
      checkStorable(node.textValue());
    }
    if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      throw JsonBody.malformed("A number in the request body is too large.");
    }
    node.fieldNames().forEachRemaining(JsonFields::checkStorable);
    node.forEach(inner -> checkStorable(inner, depth + 1));
  }

  private static void checkStorable(String text) {
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw JsonBody.malformed("A text in the request body has NUL or half a character.");
    }
  }
}
