package io.vitrine.registry.importing.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.image.http.UriText;
import io.vitrine.registry.importing.ImportProblem;
import io.vitrine.registry.importing.ImportTask;
import io.vitrine.registry.importing.ReadTasks;
import io.vitrine.registry.importing.TaskQuery;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v2/tasks}: all imports, for administrators. A task is history: nobody deletes one. */
@Path("/v2/tasks")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class TaskResource {
  private final CurrentRequest request;
  private final ReadTasks tasks;
  private final ImageForm form;
  private final TaskJson taskJson;

  public TaskResource(CurrentRequest request, ReadTasks tasks, ImageForm form, TaskJson taskJson) {
    this.request = request;
    this.tasks = tasks;
    this.form = form;
    this.taskJson = taskJson;
  }

  @GET
  public Uni<Map<String, Object>> list(@Context HttpServerRequest http) {
    var caller = request.caller();
    tasks.requireAccess(caller);
    TaskListRequest list = new TaskListRequest(UriText.query(http), form);
    TaskQuery query = list.toQuery();
    return tasks.page(caller, query).map(found -> page(list, query, found));
  }

  private Map<String, Object> page(TaskListRequest list, TaskQuery query, List<ImportTask> tasks) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tasks", tasks.stream().map(taskJson::summary).toList());
    json.put("first", list.page().firstLink());
    json.put("schema", "/v2/schemas/tasks");
    if (!tasks.isEmpty() && tasks.size() == query.limit()) {
      json.put("next", list.page().nextLink(tasks.getLast().id()));
    }
    return json;
  }

  @GET
  @Path("/{id}")
  public Uni<Map<String, @Nullable Object>> show(@PathParam("id") String id) {
    var caller = request.caller();
    tasks.requireAccess(caller);
    return tasks
        .show(
            caller,
            ImageForm.optionalUuid(id)
                .orElseThrow(() -> new ImportProblem.Missing(id).asException()))
        .map(taskJson::whole);
  }

  /** Glance's own tasks run converters on any URL; here a task begins with its image. */
  @POST
  public Response create(byte @Nullable [] body) {
    tasks.requireAccess(request.caller());
    String type = JsonBody.object(body).path("type").asText();
    throw JsonBody.malformed(
        "A task of type '%s' cannot be made here: POST /v2/images/{image_id}/import makes one."
            .formatted(type.length() > 80 ? type.substring(0, 80) + "…" : type));
  }
}
