package io.vitrine.registry.image.postgres;

import java.util.LinkedHashMap;
import java.util.Map;

/** The values of a statement; nothing that a client sent becomes part of its text. */
final class Parameters {
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** The placeholder for the value, which is given its type so that the server need not guess. */
  String bind(Object value, String type) {
    String name = "p" + values.size();
    values.put(name, value);
    return "cast(:%s as %s)".formatted(name, type);
  }

  String text(String value) {
    return bind(value, "text");
  }

  Map<String, Object> values() {
    return values;
  }
}
