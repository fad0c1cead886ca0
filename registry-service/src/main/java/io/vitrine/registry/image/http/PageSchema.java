package io.vitrine.registry.image.http;

import java.util.List;
import java.util.Map;

/** The schema of a page of a list, which is the same for everything that is listed. */
public final class PageSchema {
  private PageSchema() {}

  public static Map<String, Object> of(String name, Map<String, Object> item) {
    return Map.of(
        "name", name,
        "properties",
            Map.of(
                name,
                Map.of("type", "array", "items", item),
                "first",
                Map.of("type", "string"),
                "next",
                Map.of("type", "string"),
                "schema",
                Map.of("type", "string")),
        "links",
            List.of(
                link("first", "{first}"), link("next", "{next}"), link("describedby", "{schema}")));
  }

  static Map<String, String> link(String relation, String target) {
    return Map.of("rel", relation, "href", target);
  }
}
