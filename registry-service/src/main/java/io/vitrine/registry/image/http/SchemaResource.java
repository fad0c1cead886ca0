package io.vitrine.registry.image.http;

import io.quarkus.security.Authenticated;
import io.vitrine.problem.JsonBody;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /v2/schemas}: python-glanceclient reads the image's before nearly everything it does. */
@Path("/v2/schemas")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class SchemaResource {
  public static final String UUID_PATTERN =
      "^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$";
  private static final int NAME_LENGTH = 255;
  private static final List<String> STATES =
      List.of(
          "queued",
          "saving",
          "active",
          "killed",
          "deleted",
          "uploading",
          "importing",
          "pending_delete",
          "deactivated");

  private final ImageForm form;

  public SchemaResource(ImageForm form) {
    this.form = form;
  }

  @GET
  @Path("/image")
  public Map<String, Object> image(@Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return schema();
  }

  private Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("name", "image");
    schema.put("properties", properties());
    schema.put("additionalProperties", Map.of("type", "string"));
    if (!form.schema().required().isEmpty()) {
      schema.put("required", form.schema().required());
    }
    schema.put(
        "links",
        List.of(
            PageSchema.link("self", "{self}"),
            PageSchema.link("enclosure", "{file}"),
            PageSchema.link("describedby", "{schema}")));
    return schema;
  }

  @GET
  @Path("/images")
  public Map<String, Object> images(@Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return PageSchema.of("images", schema());
  }

  private Map<String, Object> properties() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", Map.of("type", "string", "pattern", UUID_PATTERN));
    all.put("name", text("A name for people"));
    all.put("status", readOnly(Map.of("type", "string", "enum", STATES)));
    all.put(
        "visibility",
        Map.of("type", "string", "enum", List.of("community", "public", "private", "shared")));
    all.put("protected", flag("Whether the image cannot be deleted"));
    all.put("os_hidden", flag("Whether the image is left out of lists unless asked for"));
    all.put("owner", text("The project that the image belongs to"));
    all.put("disk_format", oneOf("The format of the disk", form.diskFormats()));
    all.put("container_format", oneOf("What is around the disk", form.containerFormats()));
    all.put("min_ram", count("Memory needed to boot, in MB"));
    all.put("min_disk", count("Disk needed to boot, in GB"));
    all.put("size", readOnly(Map.of("type", List.of("null", "integer"))));
    all.put("virtual_size", readOnly(Map.of("type", List.of("null", "integer"))));
    for (String hash : List.of("checksum", "os_hash_algo", "os_hash_value")) {
      all.put(hash, readOnly(Map.of("type", List.of("null", "string"))));
    }
    all.put(
        "tags",
        Map.of("type", "array", "items", Map.of("type", "string", "maxLength", NAME_LENGTH)));
    for (String derived :
        List.of("created_at", "updated_at", "self", "file", "schema", "direct_url")) {
      all.put(derived, readOnly(Map.of("type", "string")));
    }
    form.schema().definitions().forEach((name, property) -> all.put(name, property.json()));
    return all;
  }

  private static Map<String, Object> text(String description) {
    return Map.of(
        "type", List.of("null", "string"),
        "description", description,
        "maxLength", NAME_LENGTH);
  }

  private static Map<String, Object> flag(String description) {
    return Map.of("type", "boolean", "description", description);
  }

  private static Map<String, Object> count(String description) {
    return Map.of("type", "integer", "description", description);
  }

  private static Map<String, Object> oneOf(String description, Set<String> values) {
    List<@Nullable Object> choices = new ArrayList<>(values.stream().sorted().toList());
    choices.addFirst(null);
    return Map.of(
        "type", List.of("null", "string"),
        "description", description,
        "enum", choices);
  }

  private static Map<String, Object> readOnly(Map<String, Object> property) {
    Map<String, Object> marked = new LinkedHashMap<>(property);
    marked.put("readOnly", true);
    return marked;
  }
}
