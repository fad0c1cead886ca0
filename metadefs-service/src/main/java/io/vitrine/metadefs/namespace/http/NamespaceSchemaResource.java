package io.vitrine.metadefs.namespace.http;

import io.quarkus.security.Authenticated;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.Visibility;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The schemas of namespaces: python-glanceclient builds every namespace that it shows from them.
 */
@Path("/v2/schemas/metadefs")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class NamespaceSchemaResource {

  @GET
  @Path("/namespace")
  public Map<String, Object> namespace() {
    return schema();
  }

  private static Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("name", "namespace");
    schema.put("properties", properties());
    schema.put("required", List.of("namespace"));
    schema.put("additionalProperties", false);
    return schema;
  }

  @GET
  @Path("/namespaces")
  public Map<String, Object> namespaces() {
    return Map.of(
        "name", "namespaces",
        "properties",
            Map.of(
                "namespaces", Map.of("type", "array", "items", schema()),
                "first", Map.of("type", "string"),
                "next", Map.of("type", "string"),
                "schema", Map.of("type", "string")),
        "links",
            List.of(
                link("first", "{first}"), link("next", "{next}"), link("describedby", "{schema}")));
  }

  private static Map<String, Object> properties() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("namespace", text("The name, unique among all namespaces", NamespaceName.MAX_LENGTH));
    all.put("display_name", text("A name for people", NamespaceDraft.MAX_DISPLAY_NAME));
    all.put("description", text("What the namespace is for", NamespaceDraft.MAX_DESCRIPTION));
    all.put(
        "visibility",
        Map.of(
            "type", "string",
            "description", "Who sees the namespace",
            "enum", Stream.of(Visibility.values()).map(Visibility::text).toList()));
    all.put(
        "protected",
        Map.of("type", "boolean", "description", "Whether the namespace cannot be deleted"));
    all.put("owner", text("The project that the namespace belongs to", NamespaceDraft.MAX_OWNER));
    all.put("created_at", readOnly("When the namespace was made"));
    all.put("updated_at", readOnly("When the namespace was last changed"));
    all.put("self", readOnly("Where the namespace is"));
    all.put("schema", readOnly("Where this description is"));
    return all;
  }

  private static Map<String, Object> text(String description, int maxLength) {
    return Map.of("type", "string", "description", description, "maxLength", maxLength);
  }

  private static Map<String, Object> readOnly(String description) {
    return Map.of("type", "string", "description", description, "readOnly", true);
  }

  private static Map<String, String> link(String relation, String target) {
    return Map.of("rel", relation, "href", target);
  }
}
