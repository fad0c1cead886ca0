package io.vitrine.registry.member.http;

import io.quarkus.security.Authenticated;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.MemberStatus;
import io.vitrine.registry.image.http.SchemaResource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What clients are told of the form of a member. */
@Path("/v2/schemas")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class MemberSchemaResource {
  @GET
  @Path("/member")
  public Map<String, Object> member(@Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return schema();
  }

  private Map<String, Object> schema() {
    return Map.of("name", "member", "properties", properties());
  }

  @GET
  @Path("/members")
  public Map<String, Object> members(@Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return Map.of(
        "name", "members",
        "properties",
            Map.of(
                "members", Map.of("type", "array", "items", schema()),
                "schema", Map.of("type", "string")),
        "links", List.of(Map.of("rel", "describedby", "href", "{schema}")));
  }

  private static Map<String, Object> properties() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("member_id", text("The project that the image is shared with"));
    all.put(
        "image_id",
        Map.of(
            "type",
            "string",
            "description",
            "The image that is shared",
            "pattern",
            SchemaResource.UUID_PATTERN));
    all.put("created_at", text("When the image was shared"));
    all.put("updated_at", text("When the member answered last"));
    all.put(
        "status",
        Map.of(
            "type", "string",
            "description", "What the member says to the image",
            "enum", Stream.of(MemberStatus.values()).map(MemberStatus::wireName).toList()));
    all.put("schema", Map.of("type", "string"));
    return all;
  }

  private static Map<String, Object> text(String description) {
    return Map.of("type", "string", "description", description);
  }
}
