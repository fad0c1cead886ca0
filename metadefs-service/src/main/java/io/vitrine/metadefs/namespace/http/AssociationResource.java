package io.vitrine.metadefs.namespace.http;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vitrine.identity.CurrentRequest;
import io.vitrine.metadefs.namespace.ChangeNamespace;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.ShowNamespace;
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

  private final ShowNamespace showNamespace;
  private final ChangeNamespace changeNamespace;
  private final CurrentRequest request;

  public AssociationResource(
      ShowNamespace showNamespace, ChangeNamespace changeNamespace, CurrentRequest request) {
    this.showNamespace = showNamespace;
    this.changeNamespace = changeNamespace;
    this.request = request;
  }

  @POST
  @Path(ALL)
  @ResponseStatus(201)
  public Uni<AssociationJson> add(
      @PathParam("namespace") String namespace, byte @Nullable [] body) {
    Association association = PartBody.association(body);
    return changeNamespace
        .change(
            request.caller(),
            new NamespaceName(namespace),
            (old, now) -> old.with(association, now))
        .map(changed -> changed.remaining().orElseThrow().parts())
        .map(parts -> parts.get(PartKind.ASSOCIATION, association.name()))
        .map(AssociationJson::from);
  }

  @GET
  @Path(ALL)
  public Uni<Map<String, List<AssociationJson>>> list(@PathParam("namespace") String namespace) {
    return showNamespace
        .show(request.caller(), new NamespaceName(namespace))
        .map(shown -> Map.of("resource_type_associations", AssociationJson.from(shown)));
  }

  @DELETE
  @Path(ONE)
  public Uni<Void> delete(
      @PathParam("namespace") String namespace, @PathParam("name") String name) {
    return changeNamespace
        .change(
            request.caller(),
            new NamespaceName(namespace),
            (old, now) -> old.without(PartKind.ASSOCIATION, name))
        .replaceWithVoid();
  }
}
