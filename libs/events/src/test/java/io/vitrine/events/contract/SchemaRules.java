package io.vitrine.events.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vitrine.events.contract.Contract.Role;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two versions of a schema. What is told has to fit the old schema still, and what fitted
 * the old one still has to be taken: each time, all that one of them (the narrow one) lets through,
 * the other (the wide one) has to let through, too. A keyword that is not known here must not
 * change. Fields that were there stay in both cases: their writers and readers mean something by
 * them.
 */
final class SchemaRules {
  private static final Set<String> WORDS =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "title",
          "description",
          "examples",
          "default",
          "deprecated");

  /** Compared in their own ways. */
  private static final Set<String> STRUCTURE =
      Set.of("$defs", "type", "enum", "required", "properties", "additionalProperties", "items");

  private static final Set<String> ALL_TYPES =
      Set.of("null", "boolean", "object", "array", "number", "integer", "string");

  private final Role role;
  private final JsonNode wasRoot;
  private final JsonNode isRoot;
  private final List<String> breaks = new ArrayList<>();

  private SchemaRules(Role role, JsonNode was, JsonNode is) {
    this.role = role;
    this.wasRoot = was;
    this.isRoot = is;
  }

  static List<String> breaks(Role role, JsonNode was, JsonNode is) {
    var rules = new SchemaRules(role, was, is);
    rules.compare("", was, is);
    return rules.breaks;
  }

  private void compare(String path, JsonNode before, JsonNode after) {
    JsonNode was = plain(before, wasRoot);
    JsonNode is = plain(after, isRoot);
    if (!was.isObject() || !is.isObject()) {
      if (!was.equals(is)) {
        report(path, "was %s and is %s".formatted(was, is));
      }
      return;
    }
    if (!types(narrow(was, is)).stream().allMatch(types(wide(was, is))::contains)) {
      report(path, "was %s and is %s".formatted(named(was), named(is)));
      return;
    }
    compareValues(path, was, is);
    compareRequired(path, was, is);
    compareFields(path, was, is);
    compareOtherFields(path, was, is);
    compareInner(path + "[]", was.path("items"), is.path("items"));
    compareKeywords(path, was, is);
  }

  private JsonNode narrow(JsonNode was, JsonNode is) {
    return switch (role) {
      case TOLD -> is;
      case ASKED -> was;
    };
  }

  private JsonNode wide(JsonNode was, JsonNode is) {
    return narrow(is, was);
  }

  private void compareValues(String path, JsonNode was, JsonNode is) {
    JsonNode allowed = wide(was, is).path("enum");
    JsonNode possible = narrow(was, is).path("enum");
    if (allowed.isMissingNode()) {
      return;
    }
    if (possible.isMissingNode()) {
      report(path, role == Role.TOLD ? "may be anything now" : "may be only " + allowed + " now");
      return;
    }
    Set<JsonNode> more = elements(possible);
    more.removeAll(elements(allowed));
    for (JsonNode value : more) {
      String sentence = role == Role.TOLD ? "may be %s now" : "may not be %s any more";
      report(path, sentence.formatted(value));
    }
  }

  private void compareRequired(String path, JsonNode was, JsonNode is) {
    Set<JsonNode> missing = elements(wide(was, is).path("required"));
    missing.removeAll(elements(narrow(was, is).path("required")));
    for (JsonNode field : missing) {
      if (role == Role.ASKED) {
        report(join(path, field.asText()), "must be given now");
      } else if (is.path("properties").has(field.asText())) {
        report(join(path, field.asText()), "may be absent now");
      }
    }
  }

  private void compareFields(String path, JsonNode was, JsonNode is) {
    was.path("properties")
        .properties()
        .forEach(field -> {
          String name = join(path, field.getKey());
          JsonNode now = is.path("properties").path(field.getKey());
          if (now.isMissingNode()) {
            report(name, "is gone");
          } else {
            compare(name, field.getValue(), now);
          }
        });
  }

  /** Readers pass over fields that they do not know, so only commands can lose by being closed. */
  private void compareOtherFields(String path, JsonNode was, JsonNode is) {
    JsonNode before = was.path("additionalProperties");
    JsonNode after = is.path("additionalProperties");
    if (role == Role.ASKED && isFalse(after) && !isFalse(before)) {
      report(path, "takes no other fields any more");
    } else {
      compareInner(path + ".*", before, after);
    }
  }

  private void compareInner(String path, JsonNode was, JsonNode is) {
    if (was.isObject() && is.isObject()) {
      compare(path, was, is);
    } else if (wide(was, is).isObject() && !isFalse(narrow(was, is))) {
      report(path, "was %s and is %s".formatted(orAnything(was), orAnything(is)));
    }
  }

  private void compareKeywords(String path, JsonNode was, JsonNode is) {
    Set<String> keywords = new TreeSet<>();
    wide(was, is).fieldNames().forEachRemaining(keywords::add);
    keywords.removeAll(WORDS);
    keywords.removeAll(STRUCTURE);
    for (String keyword : keywords) {
      JsonNode limit = wide(was, is).get(keyword);
      JsonNode kept = narrow(was, is).path(keyword);
      if (!keyword.startsWith("x-") && !isWithin(keyword, kept, limit)) {
        report(
            path,
            "its %s was %s and is %s"
                .formatted(keyword, orNone(was.path(keyword)), orNone(is.path(keyword))));
      }
    }
  }

  private static boolean isWithin(String keyword, JsonNode kept, JsonNode limit) {
    boolean numbers = kept.isNumber() && limit.isNumber();
    if (numbers && (keyword.startsWith("min") || keyword.startsWith("exclusiveMin"))) {
      return kept.decimalValue().compareTo(limit.decimalValue()) >= 0;
    }
    if (numbers && (keyword.startsWith("max") || keyword.startsWith("exclusiveMax"))) {
      return kept.decimalValue().compareTo(limit.decimalValue()) <= 0;
    }
    return kept.equals(limit);
  }

  /** Without references, and with {@code null} as a type where it is one of two alternatives. */
  private static JsonNode plain(JsonNode schema, JsonNode root) {
    if (schema instanceof ObjectNode referring && referring.has("$ref")) {
      JsonNode referred = root.at(referring.get("$ref").asText().substring(1));
      return plain(referred, root);
    }
    return alternativeToNull(schema)
        .map(alternative -> orNull((ObjectNode) plain(alternative, root)))
        .orElse(schema);
  }

  private static Optional<JsonNode> alternativeToNull(JsonNode schema) {
    JsonNode anyOf = schema.path("anyOf");
    return anyOf.size() == 2 && anyOf.path(1).path("type").asText().equals("null")
        ? Optional.of(anyOf.get(0))
        : Optional.empty();
  }

  private static JsonNode orNull(ObjectNode schema) {
    ObjectNode nullable = schema.deepCopy();
    ArrayNode types = nullable.putArray("type");
    types(schema).forEach(types::add);
    types.add("null");
    if (nullable.get("enum") instanceof ArrayNode values) {
      values.addNull();
    }
    return nullable;
  }

  /** Every integer is a number. */
  private static Set<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    Set<String> types = new LinkedHashSet<>();
    if (type.isTextual()) {
      types.add(type.asText());
    } else if (type.isArray()) {
      type.forEach(one -> types.add(one.asText()));
    } else {
      types.addAll(ALL_TYPES);
    }
    if (types.contains("number")) {
      types.add("integer");
    }
    return types;
  }

  private static String named(JsonNode schema) {
    return schema.has("type") ? String.join(" or ", types(schema)) : "anything";
  }

  private static Set<JsonNode> elements(JsonNode array) {
    Set<JsonNode> elements = new LinkedHashSet<>();
    array.forEach(elements::add);
    return elements;
  }

  private static boolean isFalse(JsonNode node) {
    return node.equals(BooleanNode.FALSE);
  }

  private static String orNone(JsonNode node) {
    return node instanceof MissingNode ? "none" : node.toString();
  }

  private static String orAnything(JsonNode node) {
    return node instanceof MissingNode ? "anything" : node.toString();
  }

  private static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private void report(String path, String sentence) {
    breaks.add(path.isEmpty() ? "it " + sentence : path + " " + sentence);
  }
}
