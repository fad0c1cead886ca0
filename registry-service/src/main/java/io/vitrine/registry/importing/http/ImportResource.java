package io.vitrine.registry.importing.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.image.ReadImages;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.importing.ImportTasks;
import io.vitrine.registry.importing.RequestCopy;
import io.vitrine.registry.importing.RequestImport;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
  private final RequestCopy copies;
  private final ReadImages images;
  private final ImportTasks tasks;
  private final StoreDirectory stores;
  private final ImagePolicy policy;
  private final TaskJson taskJson;

  public ImportResource(
      CurrentRequest request,
      RequestImport imports,
      RequestCopy copies,
      ReadImages images,
      ImportTasks tasks,
      StoreDirectory stores,
      ImagePolicy policy,
      TaskJson taskJson) {
    this.request = request;
    this.imports = imports;
    this.copies = copies;
    this.images = images;
    this.tasks = tasks;
    this.stores = stores;
    this.policy = policy;
    this.taskJson = taskJson;
  }

  @POST
  @Path("/{id}/import")
  public Uni<Response> start(
      @PathParam("id") String id,
      @HeaderParam("X-Image-Meta-Store") @Nullable String storeHeader,
      byte @Nullable [] body) {
    var caller = request.caller();
    ImportForm form = ImportForm.parse(JsonBody.object(body), storeHeader);
    UUID imageId = ImageForm.pathId(id);
    Uni<?> requested =
        form.method().equals(ImportForm.COPY_IMAGE)
            ? copies.request(caller, imageId, copy(form), request.id())
            : imports.request(caller, imageId, staged(form), request.id());
    return requested.map(task -> Response.accepted().build());
  }

  private RequestImport.Request staged(ImportForm form) {
    return new RequestImport.Request(
        form.outputFormat(), form.allStores() ? stores.writable() : form.stores());
  }

  private static RequestCopy.Request copy(ImportForm form) {
    return new RequestCopy.Request(form.stores(), form.allStores(), form.allStoresMustSucceed());
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
                    .filter(
                        task -> policy.isAdmin(caller) || task.owner().equals(caller.projectId()))
                    .map(taskJson::from)
                    .toList()));
  }
}
