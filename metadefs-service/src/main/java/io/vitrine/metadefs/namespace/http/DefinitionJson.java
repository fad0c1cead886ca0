package io.vitrine.metadefs.namespace.http;

import io.vitrine.metadefs.definition.Definition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Definitions as clients see them. */
final class DefinitionJson {
  private DefinitionJson() {}

  static Map<String, @Nullable Object> named(Definition definition) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", definition.name());
    json.putAll(definition.keywords());
    return json;
  }

  static Map<String, Map<String, @Nullable Object>> byName(
      List<Definition> definitions, String prefix) {
    Map<String, Map<String, @Nullable Object>> json = new LinkedHashMap<>();
    definitions.forEach(definition -> json.put(prefix + definition.name(), definition.keywords()));
    return json;
  }
}
