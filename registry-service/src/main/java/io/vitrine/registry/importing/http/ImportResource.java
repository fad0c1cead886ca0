package io.vitrine.registry.importing.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.image.ReadImages;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.http.ImageForm;
import io.vitrine.registry.importing.ImportRules;
import io.vitrine.registry.importing.ImportTasks;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Imports of an image and how they go. */
@Path("/v2/images")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {
  static final String GLANCE_DIRECT = "glance-direct";

  private final CurrentRequest request;
  private final RequestImport imports;
  private final ReadImages images;
  private final ImportTasks tasks;
  private final StoreDirectory stores;
  private final ImagePolicy policy;
  private final TaskJson taskJson;

  public ImportResource(
      CurrentRequest request,
      RequestImport imports,
      ReadImages images,
      ImportTasks tasks,
      StoreDirectory stores,
      ImagePolicy policy,
      TaskJson taskJson) {
    this.request = request;
    this.imports = imports;
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
    RequestImport.Request wanted = parse(JsonBody.object(body), storeHeader);
    UUID imageId = ImageForm.pathId(id);
    return imports
        .request(caller, imageId, wanted, request.id())
        .map(task -> Response.accepted().build());
  }

  private RequestImport.Request parse(JsonNode body, @Nullable String storeHeader) {
    JsonNode method = body.path("method").path("name");
    if (!method.isTextual()) {
      throw JsonBody.malformed("An import request names its method: {\"method\": {\"name\": …}}.");
    }
    if (!method.textValue().equals(GLANCE_DIRECT)) {
      throw JsonBody.malformed(
          "Unknown import method name '%s'; available: %s."
              .formatted(method.textValue(), GLANCE_DIRECT));
    }
    return new RequestImport.Request(outputFormat(body), stores(body, storeHeader));
  }

  private static Optional<String> outputFormat(JsonNode body) {
    JsonNode format = body.path("output_format");
    if (format.isMissingNode() || format.isNull()) {
      return Optional.empty();
    }
    if (!format.isTextual() || !ImportRules.OUTPUT_FORMATS.contains(format.textValue())) {
      throw JsonBody.malformed(
          "output_format is one of %s."
              .formatted(String.join(", ", ImportRules.OUTPUT_FORMATS.stream().sorted().toList())));
    }
    return Optional.of(format.textValue());
  }

  private List<String> stores(JsonNode body, @Nullable String storeHeader) {
    JsonNode wanted = body.path("stores");
    boolean all = flag(body, "all_stores");
    flag(body, "all_stores_must_succeed");
    boolean named = !wanted.isMissingNode() && !wanted.isNull();
    if ((named && (all || storeHeader != null)) || (all && storeHeader != null)) {
      throw JsonBody.malformed(
          "Name the stores in one way: 'stores', 'all_stores' or the X-Image-Meta-Store header.");
    }
    if (all) {
      return stores.writable();
    }
    if (!named) {
      return storeHeader == null ? List.of() : List.of(storeHeader);
    }
    if (!wanted.isArray()) {
      throw JsonBody.malformed("'stores' is an array of store names.");
    }
    List<String> names = new ArrayList<>();
    for (JsonNode store : wanted) {
      if (!store.isTextual()) {
        throw JsonBody.malformed("'stores' is an array of store names.");
      }
      names.add(store.textValue());
    }
    return names;
  }

  private static boolean flag(JsonNode body, String name) {
    JsonNode flag = body.path(name);
    if (!flag.isMissingNode() && !flag.isBoolean()) {
      throw JsonBody.malformed("'%s' is true or false.".formatted(name));
    }
    return flag.booleanValue();
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
