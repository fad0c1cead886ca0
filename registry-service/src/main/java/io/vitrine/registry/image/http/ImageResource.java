package io.vitrine.registry.image.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vitrine.identity.Caller;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.problem.JsonBody;
import io.vitrine.registry.image.ChangeImage;
import io.vitrine.registry.image.DeleteImage;
import io.vitrine.registry.image.Image;
import io.vitrine.registry.image.ImagePolicy;
import io.vitrine.registry.image.ImageQuery;
import io.vitrine.registry.image.Images.Page;
import io.vitrine.registry.image.Location;
import io.vitrine.registry.image.ReadImages;
import io.vitrine.registry.image.RegisterImage;
import io.vitrine.registry.image.StoreDirectory;
import io.vitrine.registry.image.StoredData;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v2/images}: records. */
@Path("/v2/images")
@Authenticated
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
public class ImageResource {
  private final CurrentRequest request;
  private final RegisterImage register;
  private final ReadImages read;
  private final ChangeImage change;
  private final DeleteImage deletion;
  private final ImageForm form;
  private final StoreDirectory stores;
  private final EnabledImports imports;
  private final ImagePolicy policy;

  public ImageResource(
      CurrentRequest request,
      RegisterImage register,
      ReadImages read,
      ChangeImage change,
      DeleteImage deletion,
      ImageForm form,
      StoreDirectory stores,
      EnabledImports imports,
      ImagePolicy policy) {
    this.request = request;
    this.register = register;
    this.read = read;
    this.change = change;
    this.deletion = deletion;
    this.form = form;
    this.stores = stores;
    this.imports = imports;
    this.policy = policy;
  }

  @POST
  public Uni<Response> create(byte @Nullable [] body) {
    Caller caller = request.caller();
    ImageDraft draft = ImageDraft.parse(JsonBody.object(body), form);
    return register
        .register(caller, draft.id(), draft.owner(), draft.attributes())
        .map(image ->
            Response.created(URI.create("/v2/images/" + image.id()))
                .header("OpenStack-image-import-methods", String.join(",", imports.methods()))
                .header("OpenStack-image-store-ids", String.join(",", stores.names()))
                .header(HttpHeaders.ETAG, RecordTag.of(image))
                .entity(json(image, caller))
                .build());
  }

  @GET
  public Uni<Map<String, Object>> list(
      @Context HttpServerRequest http, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    Caller caller = request.caller();
    ListRequest list = new ListRequest(UriText.query(http), form);
    ImageQuery query = list.toQuery(caller, policy.isAdmin(caller));
    Uni<Map<String, Object>> page =
        read.page(caller, query).map(found -> page(caller, list, found));
    return list.wantsCount()
        ? page.call(
            json -> read.count(caller, query).invoke(count -> json.put("total_count", count)))
        : page;
  }

  private Map<String, Object> page(Caller caller, ListRequest list, Page page) {
    List<Image> images = page.images();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("images", images.stream().map(image -> json(image, caller)).toList());
    json.put("first", list.page().firstLink());
    json.put("schema", "/v2/schemas/images");
    if (page.more() && !images.isEmpty()) {
      json.put("next", list.page().nextLink(images.getLast().id()));
    }
    return json;
  }

  @GET
  @Path("/{id}")
  public Uni<Response> show(@PathParam("id") String id, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    Caller caller = request.caller();
    return read.show(caller, ImageForm.pathId(id))
        .map(image ->
            RecordTag.isKnown(image, headers)
                ? Response.notModified().header(HttpHeaders.ETAG, RecordTag.of(image)).build()
                : record(image, caller));
  }

  @PATCH
  @Path("/{id}")
  public Uni<Response> patch(
      @PathParam("id") String id,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
      @Context HttpHeaders headers,
      byte @Nullable [] body) {
    Caller caller = request.caller();
    var patch = new PatchDocument(form).parse(contentType, body);
    return change
        .apply(caller, ImageForm.pathId(id), patch, RecordTag.precondition(headers))
        .map(image -> record(image, caller));
  }

  @DELETE
  @Path("/{id}")
  public Uni<Response> delete(@PathParam("id") String id, @Context HttpHeaders headers) {
    JsonBody.refuse(headers);
    return deletion
        .delete(request.caller(), ImageForm.pathId(id), RecordTag.precondition(headers))
        .map(ignored -> Response.noContent().build());
  }

  private Map<String, @Nullable Object> json(Image image, Caller caller) {
    List<Location> locations =
        policy.mayLocate(caller, image)
            ? image.data().map(StoredData::locations).orElse(List.of())
            : List.of();
    return ImageJson.from(
        image, stores.preferred(locations).stream().map(Location::store).toList());
  }

  private Response record(Image image, Caller caller) {
    return Response.ok(json(image, caller)).header(HttpHeaders.ETAG, RecordTag.of(image)).build();
  }
}
