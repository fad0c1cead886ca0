package io.vitrine.metadefs.namespace.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.namespace.Changed;
import io.vitrine.metadefs.namespace.part.PartKind;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /v2/metadefs/namespaces/{namespace}/properties}. */
@Path(NamespaceJson.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Authenticated
public class PropertyResource {
  private static final String ALL = "{namespace}/properties";
  private static final String ONE = ALL + "/{name}";

  private final RequestedNamespace requested;

  public PropertyResource(RequestedNamespace requested) {
    this.requested = requested;
  }

  @POST
  @Path(ALL)
  @ResponseStatus(201)
  public Uni<Map<String, @Nullable Object>> add(
      @PathParam("namespace") String namespace, byte @Nullable [] body) {
    return requested
        .change(namespace, (old, now) -> old.with(PartBody.property(body), now))
        .map(PropertyResource::json);
  }

  @GET
  @Path(ALL)
  public Uni<Map<String, Object>> list(@PathParam("namespace") String namespace) {
    return requested
        .show(namespace)
        .map(shown -> Map.of("properties", NamespaceJson.properties(shown, "")));
  }

  /**
   * One property; where a resource type is asked for, by its name with the prefix that it has on
   * such a resource.
   */
  @GET
  @Path(ONE)
  public Uni<Map<String, @Nullable Object>> show(
      @PathParam("namespace") String namespace,
      @PathParam("name") String name,
      @RestQuery("resource_type") @Nullable String resourceType) {
    return requested
        .show(namespace)
        .map(shown ->
            resourceType == null || resourceType.isEmpty()
                ? shown.parts().get(PartKind.PROPERTY, name)
                : shown.propertyOf(resourceType, name))
        .map(property -> DefinitionJson.named(property.content().definition()));
  }

  @PUT
  @Path(ONE)
  public Uni<Map<String, @Nullable Object>> replace(
      @PathParam("namespace") String namespace,
      @PathParam("name") String name,
      byte @Nullable [] body) {
    return requested
        .change(
            namespace,
            (old, now) -> old.replacing(PartKind.PROPERTY, name, PartBody.property(body), now))
        .map(PropertyResource::json);
  }

  @DELETE
  @Path(ONE)
  public Uni<Void> delete(
      @PathParam("namespace") String namespace, @PathParam("name") String name) {
    return requested.remove(namespace, PartKind.PROPERTY, name);
  }

  @DELETE
  @Path(ALL)
  public Uni<Void> deleteAll(@PathParam("namespace") String namespace) {
    return requested.removeAll(namespace, PartKind.PROPERTY);
  }

  private static Map<String, @Nullable Object> json(Changed changed) {
    return DefinitionJson.named(changed.part(PartKind.PROPERTY).content().definition());
  }
}
