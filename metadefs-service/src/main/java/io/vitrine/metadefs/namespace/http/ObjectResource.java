package io.vitrine.metadefs.namespace.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.namespace.Changed;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.PageRequest;
import io.vitrine.metadefs.namespace.part.PartKind;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code /v2/metadefs/namespaces/{namespace}/objects}. */
@Path(NamespaceJson.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Authenticated
public class ObjectResource {
  private static final String ALL = "{namespace}/objects";
  private static final String ONE = ALL + "/{name}";

  private final RequestedNamespace requested;

  public ObjectResource(RequestedNamespace requested) {
    this.requested = requested;
  }

  @POST
  @Path(ALL)
  @ResponseStatus(201)
  public Uni<ObjectJson> add(@PathParam("namespace") String namespace, byte @Nullable [] body) {
    return requested
        .change(namespace, (old, now) -> old.with(PartBody.object(body), now))
        .map(ObjectResource::json);
  }

  @GET
  @Path(ALL)
  public Uni<ObjectPage> list(@PathParam("namespace") String namespace, @Context UriInfo uri) {
    PageQuery query = new PageQuery(uri.getQueryParameters());
    PageRequest page = query.partsRequest();
    return requested.show(namespace).map(shown -> ObjectPage.of(shown, page, query));
  }

  @GET
  @Path(ONE)
  public Uni<ObjectJson> show(
      @PathParam("namespace") String namespace, @PathParam("name") String name) {
    return requested.show(namespace).map(shown -> json(shown, name));
  }

  @PUT
  @Path(ONE)
  public Uni<ObjectJson> replace(
      @PathParam("namespace") String namespace,
      @PathParam("name") String name,
      byte @Nullable [] body) {
    return requested
        .change(
            namespace,
            (old, now) -> old.replacing(PartKind.OBJECT, name, PartBody.object(body), now))
        .map(ObjectResource::json);
  }

  @DELETE
  @Path(ONE)
  public Uni<Void> delete(
      @PathParam("namespace") String namespace, @PathParam("name") String name) {
    return requested.remove(namespace, PartKind.OBJECT, name);
  }

  @DELETE
  @Path(ALL)
  public Uni<Void> deleteAll(@PathParam("namespace") String namespace) {
    return requested.removeAll(namespace, PartKind.OBJECT);
  }

  private static ObjectJson json(Changed changed) {
    return ObjectJson.from(changed.remaining().orElseThrow().name(), changed.part(PartKind.OBJECT));
  }

  private static ObjectJson json(Namespace namespace, String name) {
    return ObjectJson.from(namespace.name(), namespace.parts().get(PartKind.OBJECT, name));
  }
}
