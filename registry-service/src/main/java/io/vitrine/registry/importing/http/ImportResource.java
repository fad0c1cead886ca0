package io.vitrine.registry.importing.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.image.ImageProblem;
import io.vitrine.registry.image.ReadImages;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.importing.ImportProblem;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.importing.ImportTasks;
import io.vitrine.registry.importing.RequestCopy;
import io.vitrine.registry.importing.RequestFetch;
import io.vitrine.registry.importing.RequestImport;
import io.vitrine.registry.importing.SteerImport;
import io.vitrine.registry.importing.SteerImport.Action;
import io.vitrine.registry.importing.Wish;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Imports of an image and how they go. */
@Path("/v2/images")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {
  private final CurrentRequest request;
  private final RequestImport imports;
  private final RequestFetch fetches;
  private final RequestCopy copies;
  private final SteerImport steering;
  private final ReadImages images;
  private final ImportTasks tasks;
  private final ImportRules rules;
  private final ImagePolicy policy;
  private final TaskJson taskJson;

  public ImportResource(
      CurrentRequest request,
      RequestImport imports,
      RequestFetch fetches,
      RequestCopy copies,
      SteerImport steering,
      ReadImages images,
      ImportTasks tasks,
      ImportRules rules,
      ImagePolicy policy,
      TaskJson taskJson) {
    this.request = request;
    this.imports = imports;
    this.fetches = fetches;
    this.copies = copies;
    this.steering = steering;
    this.images = images;
    this.tasks = tasks;
    this.rules = rules;
    this.policy = policy;
    this.taskJson = taskJson;
  }

  @POST
  @Path("/{id}/import")
  public Uni<Response> start(
      @PathParam("id") String id,
      @HeaderParam("X-Image-Meta-Store") @Nullable String storeHeader,
      @HeaderParam("X-Auth-Token") @DefaultValue("") String token,
      byte @Nullable [] body) {
    var caller = request.caller();
    ImportForm form = ImportForm.parse(JsonBody.object(body), storeHeader, rules.methods());
    UUID imageId = ImageForm.pathId(id);
    Wish wish = form.wish();
    Uni<?> requested =
        switch (form.method()) {
          case GLANCE_DIRECT -> imports.request(caller, imageId, wish, request.id());
          case WEB_DOWNLOAD -> fetches.fromWeb(caller, imageId, form::uri, wish, request.id());
          case GLANCE_DOWNLOAD ->
              fetches.fromGlance(
                  caller, imageId, form.otherImage(), requireOwn(token), wish, request.id());
          case COPY_IMAGE -> copies.request(caller, imageId, wish, request.id());
          case LOCATION -> throw new IllegalStateException("no import request names a location");
        };
    return requested.map(task -> Response.accepted().build());
  }

  /** A voucher is good at every service here, and says nothing to any other. */
  private String requireOwn(String token) {
    if (request.isVouched()) {
      throw new ImageProblem.Invalid(
              "glance-download shows your token to the other image service. Yours stayed at the"
                  + " gateway: it has ended, or an existing Keystone issued it. Take web-download,"
                  + " or a token of this cloud's realm.")
          .asException();
    }
    return token;
  }

  /** Pauses, resumes or cancels an import. */
  @POST
  @Path("/{id}/tasks/{task}/actions/{action}")
  public Uni<Void> steer(
      @PathParam("id") String id,
      @PathParam("task") String task,
      @PathParam("action") String name) {
    UUID taskId =
        ImageForm.optionalUuid(task)
            .orElseThrow(() -> new ImportProblem.Missing(task).asException());
    Action action =
        switch (name) {
          case "pause" -> Action.PAUSE;
          case "resume" -> Action.RESUME;
          case "cancel" -> Action.CANCEL;
          default -> throw new NotFoundException();
        };
    return steering.steer(request.caller(), ImageForm.pathId(id), taskId, action);
  }

  @GET
  @Path("/{id}/tasks")
  public Uni<Map<String, Object>> tasks(@PathParam("id") String id) {
    UUID imageId = ImageForm.pathId(id);
    var caller = request.caller();
    return images
        .show(caller, imageId)
        .chain(image -> tasks.ofImage(imageId))
        .map(all ->
            Map.of(
                "tasks",
                all.stream()
                    .filter(task ->
                        policy.isAdmin(caller) || task.by().project().equals(caller.projectId()))
                    .map(taskJson::from)
                    .toList()));
  }
}
