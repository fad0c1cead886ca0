package io.vitrine.metadefs.namespace.http;

import io.quarkus.security.Authenticated;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vitrine.identity.Caller;
import io.vitrine.identity.CallerProducer;
import io.vitrine.metadefs.namespace.CreateNamespace;
import io.vitrine.metadefs.namespace.DeleteNamespace;
import io.vitrine.metadefs.namespace.ListNamespaces;
import io.vitrine.metadefs.namespace.Namespace;
import io.vitrine.metadefs.namespace.NamespaceDraft;
import io.vitrine.metadefs.namespace.NamespaceName;
import io.vitrine.metadefs.namespace.PageRequest;
import io.vitrine.metadefs.namespace.ReplaceNamespace;
import io.vitrine.metadefs.namespace.ShowNamespace;
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
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** {@code /v2/metadefs/namespaces}. */
@Path(NamespaceJson.ROOT)
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Authenticated
public class NamespaceResource {
  private final CreateNamespace createNamespace;
  private final ListNamespaces listNamespaces;
  private final ShowNamespace showNamespace;
  private final ReplaceNamespace replaceNamespace;
  private final DeleteNamespace deleteNamespace;
  private final CallerProducer callers;
  private final SecurityIdentity identity;

  public NamespaceResource(
      CreateNamespace createNamespace,
      ListNamespaces listNamespaces,
      ShowNamespace showNamespace,
      ReplaceNamespace replaceNamespace,
      DeleteNamespace deleteNamespace,
      CallerProducer callers,
      SecurityIdentity identity) {
    this.createNamespace = createNamespace;
    this.listNamespaces = listNamespaces;
    this.showNamespace = showNamespace;
    this.replaceNamespace = replaceNamespace;
    this.deleteNamespace = deleteNamespace;
    this.callers = callers;
    this.identity = identity;
  }

  @POST
  public Uni<RestResponse<NamespaceJson>> create(
      @Context RoutingContext request, byte @Nullable [] body) {
    Caller caller = callers.callerOf(identity, request);
    NamespaceDraft draft = NamespaceBody.read(body, caller.projectId());
    return createNamespace.create(caller, draft).map(NamespaceResource::created);
  }

  @GET
  public Uni<NamespacePage> list(@Context RoutingContext request, @Context UriInfo uri) {
    Caller caller = callers.callerOf(identity, request);
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    PageRequest page = NamespacePage.requestIn(query);
    return listNamespaces.list(caller, page).map(found -> NamespacePage.of(found, page, query));
  }

  @GET
  @Path("{namespace}")
  public Uni<NamespaceJson> show(
      @Context RoutingContext request, @PathParam("namespace") String name) {
    Caller caller = callers.callerOf(identity, request);
    return showNamespace.show(caller, new NamespaceName(name)).map(NamespaceJson::from);
  }

  @PUT
  @Path("{namespace}")
  public Uni<NamespaceJson> replace(
      @Context RoutingContext request,
      @PathParam("namespace") String name,
      byte @Nullable [] body) {
    Caller caller = callers.callerOf(identity, request);
    NamespaceDraft draft = NamespaceBody.read(body, caller.projectId());
    return replaceNamespace
        .replace(caller, new NamespaceName(name), draft)
        .map(NamespaceJson::from);
  }

  @DELETE
  @Path("{namespace}")
  public Uni<Void> delete(@Context RoutingContext request, @PathParam("namespace") String name) {
    Caller caller = callers.callerOf(identity, request);
    return deleteNamespace.delete(caller, new NamespaceName(name));
  }

  private static RestResponse<NamespaceJson> created(Namespace namespace) {
    NamespaceJson json = NamespaceJson.from(namespace);
    return RestResponse.ResponseBuilder.<NamespaceJson>created(URI.create(json.self()))
        .entity(json)
        .build();
  }
}
