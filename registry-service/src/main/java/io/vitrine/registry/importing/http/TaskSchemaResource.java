package io.vitrine.registry.importing.http;

import io.quarkus.security.Authenticated;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.http.PageSchema;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schemas of tasks: clients build their task from it and refuse what does not fit. */
@Path("/v2/schemas")
@Authenticated
@Produces(MediaType.APPLICATION_JSON)
public class TaskSchemaResource {

  @GET
  @Path("/task")
  public Map<String, Object> task(@Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return schema();
  }

  private Map<String, Object> schema() {
    return Map.of("name", "task", "properties", properties());
  }

  @GET
  @Path("/tasks")
  public Map<String, Object> tasks(@Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return PageSchema.of("tasks", schema());
  }

  private static Map<String, Object> properties() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("id", text("An identifier for the task"));
    all.put("type", oneOf("What the task does", TaskJson.TYPES.stream().sorted().toList()));
    all.put("status", oneOf("Where the task stands", TaskJson.STATUSES));
    all.put("owner", text("The project that asked for the task"));
    all.put("input", document("What was asked for"));
    all.put("result", document("What came of it"));
    all.put("message", text("What there is to say, as why it failed"));
    all.put("method", text("How the request asked for it"));
    all.put("attempt", Map.of("type", "integer", "description", "Grows with each run in vain"));
    all.put("paused", Map.of("type", "boolean", "description", "Whether it waits to be resumed"));
    all.put("progress", document("The phase it is in, and how many bytes of it are done"));
    all.put("image_id", text("The image that the task works on"));
    all.put("request_id", text("The request that began the task"));
    all.put("user_id", text("Who asked for the task"));
    all.put("created_at", text("When the task was asked for"));
    all.put("updated_at", text("When something was last heard of it"));
    all.put("changed_at", text("updated_at with its fraction of a second"));
    all.put(
        "expires_at",
        Map.of("type", List.of("null", "string"), "description", "When the task is forgotten"));
    all.put("self", text("Where the task is"));
    all.put("schema", text("Where this description is"));
    return all;
  }

  private static Map<String, Object> text(String description) {
    return Map.of("type", "string", "description", description);
  }

  private static Map<String, Object> oneOf(String description, List<String> values) {
    return Map.of("type", "string", "description", description, "enum", values);
  }

  private static Map<String, Object> document(String description) {
    return Map.of("type", List.of("null", "object"), "description", description);
  }
}
