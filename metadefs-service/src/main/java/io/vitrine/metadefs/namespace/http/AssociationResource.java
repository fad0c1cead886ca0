package io.vitrine.metadefs.namespace.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.metadefs.namespace.part.Association;
import io.vitrine.metadefs.namespace.part.PartKind;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code /v2/metadefs/namespaces/{namespace}/resource_types}. */
@Path(NamespaceJson.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Authenticated
public class AssociationResource {
  private static final String ALL = "{namespace}/resource_types";
  private static final String ONE = ALL + "/{name}";

  private final RequestedNamespace requested;

  public AssociationResource(RequestedNamespace requested) {
    this.requested = requested;
  }

  @POST
  @Path(ALL)
  @ResponseStatus(201)
  public Uni<AssociationJson> add(
      @PathParam("namespace") String namespace, byte @Nullable [] body) {
    Association association = PartBody.association(body);
    return requested
        .change(namespace, (old, now) -> old.with(association, now))
        .map(changed -> AssociationJson.from(changed.part(PartKind.ASSOCIATION)));
  }

  @GET
  @Path(ALL)
  public Uni<Map<String, List<AssociationJson>>> list(@PathParam("namespace") String namespace) {
    return requested
        .show(namespace)
        .map(shown -> Map.of("resource_type_associations", AssociationJson.from(shown)));
  }

  @DELETE
  @Path(ONE)
  public Uni<Void> delete(
      @PathParam("namespace") String namespace, @PathParam("name") String name) {
    return requested.remove(namespace, PartKind.ASSOCIATION, name);
  }
}
